"""What several tests need: a student of ours (`STUDENT` of the file that tests), real peers, a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.deadline import Deadline
from autograder.lecture.__main__ import build
from autograder.lecture.pdf import NoBrowser, browser
from autograder.peers.tcp import Tcp
from autograder.peers.udp import Udp
from autograder.peers.waiting import Scene
from autograder.sandbox import open_place
from autograder.student.student import Student
from autograder.tests.browser import PATIENCE
from autograder.transcript import Transcript


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """A student of ours, with ten seconds."""
    place = open_place("module", request.module.STUDENT)
    deadline, transcript = Deadline(10), Transcript()
    student = Student(place, deadline, transcript)
    yield Scene(student, place, deadline, transcript)
    student.close()
    place.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser; without one the test is skipped, or fails with REQUIRE_BROWSER=1."""
    try:
        with browser() as running:
            yield running
    except NoBrowser:
        without = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        without("Chromium is not installed")


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of the browser."""
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


@pytest.fixture(scope="session")
def decks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every deck of the lecture in both languages, built."""
    return build(tmp_path_factory.mktemp("lecture") / "build" / "slides")


@pytest.fixture
def tcp(scene: Scene) -> Iterator[Tcp]:
    """TCP peers."""
    peers = Tcp(scene)
    yield peers
    peers.release()


@pytest.fixture
def udp(scene: Scene) -> Iterator[Udp]:
    """UDP peers."""
    peers = Udp(scene)
    yield peers
    peers.release()

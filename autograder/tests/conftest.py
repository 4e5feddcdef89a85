"""What several tests need: a student of ours (the `STUDENT` of the file that tests), real peers, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from autograder.deadline import Deadline
from autograder.lecture.pdf import NoBrowser, browser
from autograder.peers.tcp import Tcp
from autograder.peers.udp import Udp
from autograder.peers.waiting import Scene
from autograder.sandbox import open_place
from autograder.student.student import Student
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
    """A browser."""
    try:
        with browser() as running:
            yield running
    except NoBrowser:
        pytest.skip("Chromium is not installed")


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

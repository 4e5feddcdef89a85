# cases: 24, 68
"""What defends against attacks must not hit anybody else: honest code does in the sandbox what it does outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course import Exercise, exercises
from autograder.deadline import Deadline
from autograder.samples import right_ones, solution_of
from autograder.sandbox import ISOLATIONS
from autograder.student.student import Student
from autograder.tests.attackers import Attack, attacks
from autograder.tests.canaries import need_sandbox
from autograder.tests.verdicts import explain, judge_all
from autograder.transcript import Transcript

SECONDS = 30.0
HONEST: dict[str, tuple[Exercise, Path]] = {
    f"{path.parent.name}/{path.stem}": (exercise, path)
    for exercise in exercises()
    for path in [solution_of(exercise), *right_ones(exercise)]
}


@pytest.fixture(scope="module")
def inside() -> dict[str, dict[str, Any]]:
    """The verdicts on all that is right, in the sandbox."""
    need_sandbox()
    return judge_all(HONEST, isolation="bubblewrap")


@pytest.mark.parametrize("name", HONEST)
def test_what_is_right_is_right_in_the_sandbox(name: str, inside: dict[str, dict[str, Any]]) -> None:
    """All points, as outside, where `test_theorem.py` judges the same submissions."""
    record = inside[name]
    assert {check["outcome"] for check in record["checks"]} == {"passed"}, explain(record)
    assert record["points"] == HONEST[name][0].points


@pytest.mark.parametrize("isolation", ["none", "bubblewrap"])
@pytest.mark.parametrize("module", attacks("honest"), ids=lambda module: module.name)
def test_honest_code_works_wherever_it_runs(module: Attack, isolation: str) -> None:
    """Programs, processes, a hundred clients, threads, long transfers, files: no guard stands in their way."""
    if isolation == "bubblewrap":
        need_sandbox()
    place = ISOLATIONS[isolation]("honest", module.source.encode())
    student = Student(place, Deadline(SECONDS), Transcript())
    try:
        assert student.calls("honest").returned() is True
    finally:
        student.close()
        place.close()


def test_there_are_enough_of_them() -> None:
    """Thirty submissions at least, built in as many ways."""
    assert len(HONEST) >= 30

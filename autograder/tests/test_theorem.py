"""The course is a theorem: stubs earn nothing, right submissions everything, each mistake loses its check by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course import Exercise, exercises
from autograder.samples import Mistake, mistakes, right_ones, solution_of, stub_of
from autograder.tests.verdicts import explain, judge_all

STUBS = {f"stub {exercise.name}": (exercise, stub_of(exercise)) for exercise in exercises()}
RIGHT: dict[str, tuple[Exercise, Path]] = {
    f"{path.parent.name}/{path.stem}": (exercise, path)
    for exercise in exercises()
    for path in [solution_of(exercise), *right_ones(exercise)]
}
WRONG: dict[str, Mistake] = {
    f"{exercise.name}/{mistake.path.stem}": mistake for exercise in exercises() for mistake in mistakes(exercise)
}


@pytest.fixture(scope="module")
def records(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Every submission that a test of this run asks for, judged."""
    asked_for = {
        item.callspec.params.get("name")
        for item in request.session.items
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
    }
    folder = tmp_path_factory.mktemp("mistakes")
    modules = STUBS | RIGHT
    for name, mistake in WRONG.items():
        path = folder / name.replace("/", "-") / f"{mistake.exercise.name}.py"
        path.parent.mkdir()
        path.write_text(mistake.source, encoding="utf-8")
        modules[name] = (mistake.exercise, path)
    return judge_all({name: module for name, module in modules.items() if name in asked_for})


@pytest.mark.parametrize("name", STUBS)
def test_a_stub_earns_nothing(name: str, records: dict[str, dict[str, Any]]) -> None:
    """Every check of a stub is failed or skipped, as not written yet."""
    record = records[name]
    assert record["points"] == 0
    assert {check["outcome"] for check in record["checks"]} <= {"failed", "skipped"}, explain(record)
    assert {check["mistake"] for check in record["checks"]} <= {"not-written", None}, explain(record)


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_submission_earns_everything(name: str, records: dict[str, dict[str, Any]]) -> None:
    """Solutions and right submissions pass every check."""
    record = records[name]
    assert {check["outcome"] for check in record["checks"]} == {"passed"}, explain(record)
    assert record["points"] == record["max_points"] == RIGHT[name][0].points


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_loses_its_check_by_name(name: str, records: dict[str, dict[str, Any]]) -> None:
    """A mistake loses the check that its first line names, and is called by its name there."""
    record, mistake = records[name], WRONG[name]
    checks = {check["name"]: check for check in record["checks"]}
    assert checks[mistake.check]["outcome"] == "failed", explain(record)
    assert checks[mistake.check]["mistake"] == mistake.mistake, explain(record)
    assert record["points"] < record["max_points"]


def test_there_are_enough_of_each() -> None:
    """Sixty mistakes or more; four right submissions or more for each exercise."""
    assert len(WRONG) >= 60
    assert all(len(right_ones(exercise)) >= 4 for exercise in exercises())

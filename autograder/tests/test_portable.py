"""The way without fork, which macOS and Windows take, gives the same verdicts."""

from __future__ import annotations

import pytest

from autograder.course import exercises
from autograder.samples import solution_of, stub_of
from autograder.tests.verdicts import explain, judge_all


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, object]]:
    """Solutions and stubs, with an interpreter for each check."""
    modules = {f"solution {e.name}": (e, solution_of(e)) for e in exercises()}
    modules |= {f"stub {e.name}": (e, stub_of(e)) for e in exercises()}
    return judge_all(modules, isolation="portable")


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_solutions_pass_and_stubs_earn_nothing(exercise: object, records: dict[str, dict[str, object]]) -> None:
    """As with fork."""
    name = getattr(exercise, "name", "")
    right, stub = records[f"solution {name}"], records[f"stub {name}"]
    assert right["points"] == right["max_points"], explain(right)
    assert stub["points"] == 0, explain(stub)

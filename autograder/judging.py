"""Judges a module: what `check` does, and each worker of a class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict
from functools import partial
from typing import Any

from autograder.course import Exercise
from autograder.jury import ATTEMPTS, Jury
from autograder.report.record import as_record, number
from autograder.sandbox import NoSandbox, Place, UnfitModule, fit_to_judge, open_place
from autograder.sandbox.ahead import PlacesAhead
from autograder.side_by_side import nothing, run_side_by_side
from autograder.verdict import CheckResult, ExerciseResult, Fact, NotGraded, Outcome

BUSY = "busy-machine"
FAULTS = {BUSY, "grader-fault", "nursery-broken", "no-socket"}
"""Facts of "not graded" that are the grader's own fault, not a lack of its machine."""


def judge(
    jury: Jury,
    exercise: Exercise,
    module: str,
    read: Callable[[], bytes | None],
    seed: int,
    only: str = "",
    open_for: Callable[[str, bytes], Place] = open_place,
    parts: int = 1,
    attempts: int = ATTEMPTS,
    ahead: PlacesAhead | None = None,
    meanwhile: Callable[[], None] = nothing,
) -> ExerciseResult:
    """The verdicts on the module that `read` gives; one that is unfit fails its first check, with the reason.

    `module` is what the result calls it, `open_for` opens the place where it runs, unless places were opened `ahead`,
    which are left open; the checks run in so many parts side by side, each at a place of its own, with so many
    `attempts` at each as `Jury.run` says. `meanwhile` is done while they run.
    """

    def without(outcome: Outcome, fact: Fact) -> ExerciseResult:
        return _without_module(jury, exercise, module, seed, only, outcome, fact)

    def run(part: int) -> list[CheckResult]:
        run_at = partial(jury.run, exercise, seed=seed, only=only, part=part, parts=parts, attempts=attempts)
        if ahead is not None:
            return run_at(ahead.of_part(part))
        with closing(open_for(exercise.name, source)) as place:
            return run_at(place)

    try:
        source = fit_to_judge(read())
    except UnfitModule as problem:
        return without(Outcome.FAILED, Fact(problem.code, {"path": f"{exercise.name}.py"}))
    try:
        if ahead is not None:
            ahead.wait()
        results = run_side_by_side(run, parts, meanwhile)
    except NotGraded as problem:
        return without(Outcome.NOT_GRADED, problem.fact)
    except NoSandbox as problem:
        error = f"{problem.code} {problem.detail}".strip()
        return without(Outcome.NOT_GRADED, Fact("nursery-broken", {"error": error}))
    return jury.conclude(exercise, results, seed=seed, module=module, only=only)


def _without_module(
    jury: Jury, exercise: Exercise, module: str, seed: int, only: str, outcome: Outcome, fact: Fact
) -> ExerciseResult:
    results = [
        CheckResult(name, terms.function, Outcome.SKIPPED, 0, terms.points, Fact("skipped-no-module"))
        for name, terms, _ in jury.checks_of(exercise)
        if not only or terms.function == only
    ]
    for result in results if outcome is Outcome.NOT_GRADED else results[:1]:
        result.outcome, result.fact = outcome, fact
    return ExerciseResult(exercise.name, module, seed, results)


def has_fault(result: ExerciseResult) -> bool:
    """Whether a check could not be graded by the grader's own fault."""
    return any(
        check.outcome is Outcome.NOT_GRADED and check.fact is not None and check.fact.code in FAULTS
        for check in result.checks
    )


def was_busy(result: ExerciseResult) -> bool:
    """Whether a check could not be graded because the machine had too much to do."""
    return any(check.fact is not None and check.fact.code == BUSY for check in result.checks)


def record_of(jury: Jury, result: ExerciseResult, exercise: Exercise, language: str) -> dict[str, Any]:
    """The result as a record, with the checks' titles."""
    return as_record(result, {name: text for name, _, text in jury.checks_of(exercise)}, language)


def plain_of(jury: Jury, result: ExerciseResult, exercise: Exercise) -> dict[str, Any]:
    """The result as JSON can carry it, in no language yet: a row for each check, with its title in English."""
    titles = {name: text for name, _, text in jury.checks_of(exercise)}
    plain = asdict(result)
    plain["checks"] = [row | {"title": titles[row["name"]]} for row in plain["checks"]]
    return plain | {"points": number(result.points), "max_points": number(result.max_points)}


def record_from(plain: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The record of a result that was made plain, with its sentences in a reader's language."""
    checks = [CheckResult.from_plain(row) for row in plain["checks"]]
    result = ExerciseResult(plain["exercise"], plain["module"], plain["seed"], checks)
    return as_record(result, {row["name"]: row["title"] for row in plain["checks"]}, language)

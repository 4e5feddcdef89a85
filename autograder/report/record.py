"""Results as JSON, in a reader's language."""

from __future__ import annotations

from typing import Any

from autograder.texts import lesson, say, sentence, title
from autograder.verdict import ExerciseResult, Outcome

RAISED = {"raised", "other-error"}
"""Facts of a call that ended in an error."""


def number(points: float) -> float | int:
    """Points without a needless `.0`."""
    return int(points) if points == int(points) else round(points, 2)


def fact_once(check: dict[str, Any], told: set[str], language: str) -> str:
    """The fact of a check that did not pass; where the same line has raised the same error before, only that.

    `told` are the errors that were told so far: this one is added.
    """
    data = check["data"] or {}
    error = f"{data.get('error')} {data.get('source')}"
    if check["code"] in RAISED and data.get("line"):
        if error in told:
            return say("same-error", language, line=data["line"])
        told.add(error)
    return str(check["fact"] or "")


def as_record(result: ExerciseResult, titles: dict[str, str], language: str) -> dict[str, Any]:
    """One exercise's result as the command line documents it; `titles` are the checks' own, in English.

    `code` and `data` are the fact that the sentence `fact` tells, `wire` what its diagram is drawn from.
    """
    checks = []
    for check in result.checks:
        known = lesson(check.mistake, language)
        checks.append(
            {
                "name": check.name,
                "function": check.function,
                "title": title(result.exercise, check.name, titles.get(check.name, check.name), language),
                "outcome": str(check.outcome),
                "points": number(check.points),
                "max_points": number(check.max_points),
                "mistake": check.mistake,
                "fact": sentence(check.fact, language) if check.fact else None,
                "advice": known.advice if known else None,
                "code": check.fact.code if check.fact else None,
                "data": check.fact.data if check.fact else None,
                "wire": check.wire if check.outcome is Outcome.FAILED else None,
            }
        )
    return {
        "exercise": result.exercise,
        "module": result.module,
        "seed": result.seed,
        "points": number(result.points),
        "max_points": number(result.max_points),
        "checks": checks,
    }

"""A small graded class as `grade` leaves it, without grading anything: records that the tests of exports share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.course import Exercise, exercises

FIRST, SECOND = exercises()[:2]
MISTAKE = "forgot-return"


def check(exercise: Exercise, place: int, outcome: str = "passed", fact: str = "", mistake: str = "") -> dict[str, Any]:
    """One check of one function, worth as much as all others of the exercise."""
    most = exercise.points / len(exercise.functions)
    return {
        "name": f"check_{place}",
        "function": exercise.functions[place],
        "title": f"{exercise.functions[place]} does what it must.",
        "outcome": outcome,
        "points": most if outcome == "passed" else 0,
        "max_points": most,
        "mistake": mistake or None,
        "fact": fact or None,
        "advice": "Return it." if mistake else None,
    }


def result(exercise: Exercise, *failing: int, outcome: str = "failed", fact: str = "It came to nothing.") -> Any:
    """An exercise in which the functions at these places fail."""
    checks = [
        check(exercise, place, outcome, fact, MISTAKE if outcome == "failed" else "")
        if place in failing
        else check(exercise, place)
        for place in range(len(exercise.functions))
    ]
    earned, most = (sum(each[key] for each in checks) for key in ("points", "max_points"))
    return {"exercise": exercise.name, "module": "m.py", "seed": 1, "points": earned, "max_points": most} | {
        "checks": checks
    }


def student(name: str, *results: Any) -> dict[str, Any]:
    """One student's record."""
    return {"student": name, "points": sum(each.get("points", 0) for each in results), "exercises": list(results)}


def small_class() -> list[dict[str, Any]]:
    """Right; two mistakes; not all of it graded; one exercise missing; the grader at fault."""
    return [
        student("1001", result(FIRST), result(SECOND)),
        student("1002", result(FIRST, 0), result(SECOND, 0, 1)),
        student("1003", result(FIRST), result(SECOND, 1, outcome="not graded", fact="The machine lacks it.")),
        student("1004", result(FIRST, 0, 1)),
        student("1005", {"exercise": FIRST.name, "not graded": "RuntimeError: worker", "checks": []}),
    ]


def write_class(folder: Path, records: list[dict[str, Any]] | None = None) -> Path:
    """Writes the records where `grade` would."""
    folder.mkdir(parents=True, exist_ok=True)
    for record in records or small_class():
        path = folder / f"{record['student']}.json"
        path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder

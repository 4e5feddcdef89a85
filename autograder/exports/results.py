"""What `grade` has left in its folder, as plain records that everything else is made of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.course import Exercise

Record = dict[str, Any]
"""One student: `student`, `points` and `exercises`, as `<student>.json` holds them."""


class CannotExport(Exception):
    """What was asked for cannot be made: the key of a message, and the data that go into it."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


def read_class(folder: Path) -> list[Record]:
    """Every student's record, in the order of their names.

    Raises CannotExport when the folder holds none.
    """
    try:
        found = [_record(path) for path in sorted(folder.glob("*.json"))]
    except OSError as error:
        raise CannotExport("unreadable", folder=folder, error=error.strerror) from error
    records = [record for record in found if record is not None]
    if not records:
        raise CannotExport("no-results", folder=folder)
    return records


def _record(path: Path) -> Record | None:
    """The record in a file; None when the file is something else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
    is_record = isinstance(found, dict) and isinstance(found.get("student"), str) and path.stem == found["student"]
    return found if is_record and isinstance(found.get("exercises"), list) else None


def student_in(records: Iterable[Record], name: str) -> Record:
    """The record of the student of this name. Raises CannotExport."""
    for record in records:
        if record["student"] == name:
            return record
    raise CannotExport("no-such-student", student=name)


def is_complete(record: Record, exercises: Iterable[Exercise]) -> bool:
    """Whether the grader could make every check of these exercises that the student handed in."""
    names = {exercise.name for exercise in exercises}
    return not any(
        result.get("not graded") or any(check["outcome"] == "not graded" for check in result["checks"])
        for result in record["exercises"]
        if result["exercise"] in names
    )


def results_of(record: Record, exercises: Iterable[Exercise]) -> list[tuple[Exercise, Record]]:
    """Those of the exercises that the student handed in and that were graded, each with its result."""
    by_name = {result["exercise"]: result for result in record["exercises"]}
    return [
        (exercise, result)
        for exercise in exercises
        if (result := by_name.get(exercise.name)) is not None and "points" in result
    ]

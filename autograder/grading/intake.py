"""Which submissions a folder holds: `<student>/<exercise>/<exercise>.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Exercise


@dataclass(frozen=True)
class Submission:
    """One exercise of one student; `path` may not exist when the folder was handed in without its module."""

    student: str
    exercise: Exercise
    path: Path


def submissions(folder: Path, exercises: tuple[Exercise, ...]) -> Iterator[Submission]:
    """Every submission in the folder, student by student; an exercise without a folder was not submitted."""
    for student in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        for exercise in exercises:
            if (student / exercise.name).is_dir():
                yield Submission(student.name, exercise, student / exercise.name / f"{exercise.name}.py")

"""The course as `exercises/course.toml` describes it: the only registry of exercises."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = ROOT / "exercises"
CHECKS = Path(__file__).resolve().parent / "checks"


@dataclass(frozen=True, eq=False)
class Exercise:
    """One row of the registry."""

    name: str
    title: Mapping[str, str]
    points: int
    objectives: Mapping[str, tuple[str, ...]]
    functions: tuple[str, ...]

    @property
    def number(self) -> int:
        """Its place in the course: 5 for `ex05_…`."""
        return int(self.name[2:4])

    @property
    def short_name(self) -> str:
        """What stands before the first underscore, such as `ex05`."""
        return self.name.partition("_")[0]

    @property
    def topic(self) -> str:
        """What stands after the first underscore."""
        return self.name.partition("_")[2]

    @property
    def checks(self) -> Path:
        """The pytest file that judges it."""
        return CHECKS / f"test_{self.name}.py"


class UnknownExercise(LookupError):
    """No exercise has this name; `nearest` is the closest that exists, or an empty string."""

    def __init__(self, asked: str, nearest: str) -> None:
        super().__init__(asked)
        self.asked = asked
        self.nearest = nearest


@cache
def question_points() -> int:
    """What a person may give for the question of each notebook, beside the points of its exercise."""
    with (EXERCISES / "course.toml").open("rb") as file:
        return int(tomllib.load(file)["question_points"])


@cache
def exercises() -> tuple[Exercise, ...]:
    """Every exercise, in the order of the course."""
    with (EXERCISES / "course.toml").open("rb") as file:
        rows = tomllib.load(file)["exercises"]
    return tuple(
        Exercise(
            name=row["name"],
            title=row["title"],
            points=row["points"],
            objectives={language: tuple(lines) for language, lines in row["objectives"].items()},
            functions=tuple(row["functions"]),
        )
        for row in rows
    )


def find(asked: str) -> Exercise:
    """The exercise that `asked` names: its number, its short name, its topic or its full name.

    Raises UnknownExercise.
    """
    word = asked.strip().lower().removesuffix(".py").rpartition("/")[2]
    for exercise in exercises():
        if word in (exercise.name, exercise.short_name, exercise.topic, str(exercise.number)):
            return exercise
    words = [word for exercise in exercises() for word in (exercise.name, exercise.topic, exercise.short_name)]
    nearest = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    raise UnknownExercise(asked, nearest[0] if nearest else "")

"""What a check concludes: an outcome, a fact, and the mistake that it points to.

A fact is a code with data, never a sentence: the sentence is made where somebody reads it, in their language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The four ways a check can end."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_GRADED = "not graded"


@dataclass(frozen=True)
class Fact:
    """What happened: `code` names a sentence of `texts/`, `data` fills it in."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)


class CheckFailed(AssertionError):
    """The student's code did something else than the check expects.

    `symptoms` are the words by which a check's suggestions recognise the failure: the fact's code, the names
    of the error's classes, or how what came differs from what was expected.
    """

    def __init__(self, code: str, *symptoms: str, **data: Any) -> None:
        super().__init__(code, data)
        self.fact = Fact(code, data)
        self.symptoms = (code, *symptoms)


class NotGraded(Exception):
    """The grader or its machine is at fault, or lacks what the check needs: no point is lost."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, data)
        self.fact = Fact(code, data)


@dataclass
class CheckResult:
    """How one check ended."""

    name: str
    function: str
    outcome: Outcome
    points: float
    max_points: float
    fact: Fact | None = None
    symptoms: tuple[str, ...] = ()
    mistake: str | None = None
    certainty: str | None = None
    seconds: float = 0.0
    wire: dict[str, Any] | None = None

    @classmethod
    def from_plain(cls, row: Mapping[str, Any]) -> CheckResult:
        """The result that `dataclasses.asdict` has made plain, and JSON has carried since."""
        known = {name: row[name] for name in cls.__dataclass_fields__ if name in row}
        known["fact"] = Fact(**row["fact"]) if row["fact"] else None
        return cls(**known | {"outcome": Outcome(row["outcome"]), "symptoms": tuple(row["symptoms"])})


@dataclass
class ExerciseResult:
    """How one submitted module fared."""

    exercise: str
    module: str
    seed: int
    checks: list[CheckResult]

    @property
    def points(self) -> float:
        """Points earned."""
        return sum(check.points for check in self.checks)

    @property
    def max_points(self) -> float:
        """Points that could be earned by the checks that were run."""
        return sum(check.max_points for check in self.checks)

    @property
    def mistakes(self) -> list[str]:
        """The mistakes to mend, the first one first, none twice."""
        return list(dict.fromkeys(check.mistake for check in self.checks if check.mistake))

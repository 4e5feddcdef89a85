"""What a check says of itself: its points, the function it judges, the mistakes it points to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Check = TypeVar("Check", bound=Callable[..., None])

PLAIN_DEADLINE = 2.0
"""Seconds that a plain call may take; a check names its own where the contract names a time."""


SILENCE, SEEN_THROUGH = 0.55, 0.2
"""Seconds of a silence that nobody may take for an end: more than the lecture's own timeout, half a second; and about
how long it lasts where the student's code is seen to wait as it will for ever."""


@dataclass(frozen=True)
class Suggestion:
    """A mistake that a failure of the check points to, when one of `symptoms` is seen (any, when there are none).

    A check that passes although it `catches` the mistake rules it out. With `beside`, the mistake shows only where the
    check of that name has passed.
    """

    mistake: str
    symptoms: tuple[str, ...] = ()
    catches: bool = True
    beside: str = ""


@dataclass
class Terms:
    """The terms of one check."""

    function: str
    points: float
    core: bool
    deadline: float
    area: str
    takes: float = 0.0
    looks_up: bool = False
    suggestions: list[Suggestion] = field(default_factory=list)


def terms_of(check: Callable[..., Any]) -> Terms:
    """The terms that the decorators of this page have given a check."""
    terms = getattr(check, "terms", None)
    if not isinstance(terms, Terms):
        raise TypeError(f"{check.__name__} is neither @core nor @robust")
    return terms


def core(
    function: str,
    *,
    points: float,
    deadline: float = PLAIN_DEADLINE,
    area: str = "",
    takes: float = 0.0,
    looks_up: bool = False,
) -> Callable[[Check], Check]:
    """A check of what the lecture teaches; `deadline` in seconds, for the whole check.

    `area` groups the checks of a function that stand and fall together when it hangs: the function, by default.
    `takes`: how many seconds a right module needs beyond a moment, about, so that others run meanwhile. A check that
    `looks_up` a name gets the time that a resolver may take where the student's code runs.
    """
    return _terms(function, points, deadline, area, takes, looks_up, core=True)


def robust(
    function: str,
    *,
    points: float,
    deadline: float = PLAIN_DEADLINE,
    area: str = "",
    takes: float = 0.0,
    looks_up: bool = False,
) -> Callable[[Check], Check]:
    """A check of what a network does to naive code; otherwise as `core`."""
    return _terms(function, points, deadline, area, takes, looks_up, core=False)


def _terms(
    function: str, points: float, deadline: float, area: str, takes: float, looks_up: bool, *, core: bool
) -> Callable[[Check], Check]:
    def decorate(check: Check) -> Check:
        told: list[Suggestion] = getattr(check, "suggestions", [])
        terms = Terms(function, points, core, deadline, area or function, takes, looks_up, told)
        check.terms = terms  # type: ignore[attr-defined]
        return check

    return decorate


def suggests(mistake: str, *symptoms: str, catches: bool = True, beside: str = "") -> Callable[[Check], Check]:
    """When the check fails, with one of these symptoms (any, when none is given), it may be this mistake.

    Written below `@core` or `@robust`; the likeliest first. `catches=False` when who makes the mistake may still pass;
    `beside` names another check, which who makes the mistake passes.
    """

    def decorate(check: Check) -> Check:
        suggestion = Suggestion(mistake, symptoms, catches, beside)
        check.suggestions = [suggestion, *getattr(check, "suggestions", [])]  # type: ignore[attr-defined]
        return check

    return decorate

"""Who is to be compared must agree first."""

from __future__ import annotations

from collections.abc import Mapping


class Unequal(Exception):
    """The graders do not agree; the text says about whom."""


def require_equal(scores: Mapping[str, Mapping[str, float]]) -> None:
    """Raises Unequal unless all graders give the students that they share the same points, and share at least one."""
    known = set.intersection(*(set(each) for each in scores.values()))
    if not known:
        raise Unequal(f"no student was graded by all of {', '.join(scores)}")
    for student in sorted(known):
        points = {name: each[student] for name, each in scores.items()}
        if len(set(points.values())) > 1:
            raise Unequal(f"{student}: " + ", ".join(f"{name} {given:g}" for name, given in points.items()))

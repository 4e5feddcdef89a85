"""The list of submissions that are alike, as `alike.csv` keeps it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple


class Pair(NamedTuple):
    """Two submissions of an exercise; `percent` of the smaller one's own code, `signs` of it, is in both."""

    exercise: str
    one: str
    other: str
    percent: int
    signs: int


def as_csv(pairs: Iterable[Pair]) -> str:
    """The list as a table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Pair._fields)
    writer.writerows(pairs)
    return text.getvalue()


def from_csv(text: str) -> list[Pair]:
    """The list that `as_csv` wrote. Raises ValueError for any other text."""
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or tuple(rows[0]) != Pair._fields or any(len(row) != len(Pair._fields) for row in rows):
        raise ValueError("not a list of pairs")
    return [Pair(exercise, one, other, int(percent), int(signs)) for exercise, one, other, percent, signs in rows[1:]]

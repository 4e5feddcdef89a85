"""The rows that are printed: what was measured, how far it spreads, the goal, whether it is met."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table

from autograder.bench.measuring import Spread


@dataclass(frozen=True)
class AtMost:
    """A goal that what is measured does not exceed."""

    number: float

    def holds(self, measured: float) -> bool:
        """Whether it is met."""
        return measured <= self.number

    def __str__(self) -> str:
        return f"≤ {self.number:g}"


@dataclass(frozen=True)
class AtLeast:
    """A goal that what is measured reaches."""

    number: float

    def holds(self, measured: float) -> bool:
        """Whether it is met."""
        return measured >= self.number

    def __str__(self) -> str:
        return f"≥ {self.number:g}"


def table(title: str) -> Table:
    """An empty table of such rows."""
    return Table("what", "median", "least – most", "goal", "met", "how", title=title, title_justify="left")


def add(rows: Table, what: str, measured: Spread, goal: AtMost | AtLeast | None = None, how: str = "") -> None:
    """Adds a row; the median is held to the goal."""
    spread = "" if measured.least == measured.most else f"{_shown(measured.least)} – {_shown(measured.most)}"
    met = "" if goal is None else "yes" if goal.holds(measured.median) else "NO"
    rows.add_row(what, _shown(measured.median), spread, "" if goal is None else str(goal), met, how)


def _shown(number: float) -> str:
    """Three digits, and no power of ten."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"

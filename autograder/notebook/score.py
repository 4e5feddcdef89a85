"""What a check cell gives: a number for nbgrader, a line for a person."""

from __future__ import annotations


class Score:
    """Points out of a maximum; `repr` is the bare number of points, from which nbgrader reads what the cell earned."""

    def __init__(self, points: float, line: str = "") -> None:
        self.points = points
        self._line = line

    def __repr__(self) -> str:
        return f"{self.points:g}"

    def __float__(self) -> float:
        return float(self.points)

    def _repr_html_(self) -> str | None:
        """The line as HTML, which it already is; None leaves the number to be shown."""
        return self._line or None

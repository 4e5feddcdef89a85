"""A moment after which nobody waits any more."""

from __future__ import annotations

import time


class Deadline:
    """The end of a wait, fixed when it starts, unless it grows; what several waits share, they share one of.

    `missed` tells whether somebody has waited until it, or until a part of it, had passed.
    """

    def __init__(self, seconds: float, whole: Deadline | None = None) -> None:
        self.seconds = seconds
        self.missed = False
        self._whole = whole or self
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain, never negative."""
        left = max(0.0, self._end - time.monotonic())
        self._whole.missed = self._whole.missed or left == 0.0
        return left

    def passed(self) -> bool:
        """Whether nothing remains."""
        return self.left() == 0.0

    def grow(self, seconds: float) -> None:
        """Ends so much later, for what takes its time on purpose."""
        self.seconds += seconds
        self._end += seconds

    def at_most(self, seconds: float) -> Deadline:
        """A deadline that ends with this one, or after `seconds` when that is sooner."""
        return Deadline(min(seconds, self.left()), self._whole)

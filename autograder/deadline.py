"""A moment after which nobody waits any more."""

from __future__ import annotations

import time


class Deadline:
    """The end of a wait, fixed when it starts; what several waits share, they share one of."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain, never negative."""
        return max(0.0, self._end - time.monotonic())

    def passed(self) -> bool:
        """Whether nothing remains."""
        return self.left() == 0.0

    def at_most(self, seconds: float) -> Deadline:
        """A deadline that ends with this one, or after `seconds` when that is sooner."""
        return Deadline(min(seconds, self.left()))

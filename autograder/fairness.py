"""Whether the machine was fair to a check: who waits in vain for a processor is not slow, and not wrong.

The numbers are the scheduler's own (Linux, `/proc/…/schedstat`: nanoseconds at work, nanoseconds ready but waiting).
Elsewhere, and for processes that have ended, there are none: then the machine counts as fair.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

LEAST_WAIT = 0.2
"""Seconds of waiting for a processor, below which no deadline of a check can have been missed for it."""
UNFAIR_SHARE = 0.15
"""Of the time that a check took."""
MUCH_WORK = 0.5
"""Seconds at work that no right module needs in a check: who has had them, in all its attempts, had enough."""


class Turns(NamedTuple):
    """Seconds that threads were at work, and seconds that they were ready and no processor was free."""

    worked: float
    waited: float


class Fairness:
    """What the machine gives to this process and to the student's processes in the attempts at one check."""

    _worked = 0.0

    def begins(self, nursery: int | None) -> None:
        """An attempt begins; the student's processes are the nursery and what it starts."""
        self._begin = time.monotonic()
        self._nursery = nursery
        self._before = self._waited_here()

    def was_denied(self) -> bool:
        """Whether they had to wait so long for a processor, in this attempt, that the check may have failed for it."""
        theirs = list(_turns_below(self._nursery))
        self._worked += sum(turns.worked for turns in theirs)
        if self._worked >= MUCH_WORK:
            return False
        waited = self._waited_here() - self._before + sum(turns.waited for turns in theirs)
        return waited >= max(LEAST_WAIT, UNFAIR_SHARE * (time.monotonic() - self._begin))

    def _waited_here(self) -> float:
        """Seconds that this process and the nursery have waited since they began; both outlive a check."""
        ours = sum(turns.waited for turns in _turns_of("self"))
        return ours + sum(turns.waited for turns in _turns_of(self._nursery))


def _turns_of(process: int | str | None) -> Iterator[Turns]:
    """For each thread of a process that runs."""
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            worked, waited, _ = (thread / "schedstat").read_text().split()
            yield Turns(int(worked) / 1e9, int(waited) / 1e9)


def _turns_below(process: int | None) -> Iterator[Turns]:
    """For each thread of the processes that this one has started, and that these have."""
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _turns_of(int(child))
                yield from _turns_below(int(child))

"""Whether the machine was fair to a check: who waits in vain for a processor is not slow, and not wrong.

The numbers are the scheduler's own (Linux, `/proc/…/schedstat`: nanoseconds at work, nanoseconds ready but waiting).
Elsewhere, and for processes that have ended, there are none: then the machine counts as fair.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

LEAST_WAIT = 0.1
"""Seconds of waiting for a processor, below which no deadline of a check, and no timeout that a right module must not
meet, can have been missed for it."""
UNFAIR_SHARE = 0.15
"""Of the time that a check took: it is judged again."""
UNJUDGEABLE_SHARE = 0.5
"""Of the time that a check took: when it is no better in the end, nobody can say what is right."""
CROWD = 8
"""Threads of a student beyond which it is they who keep each other waiting."""
MUCH_WORK = 0.5
"""Seconds at work that no right module needs in a check: who has had them, in all its attempts, had enough."""


class Turns(NamedTuple):
    """Seconds that threads were at work, and seconds that they were ready and no processor was free."""

    worked: float
    waited: float


class Fairness:
    """What the machine gives to this process and to the student's processes in the attempts at one check."""

    _worked = 0.0
    denied_share = 0.0
    """Of the time of the last attempt: how long they had to wait for a processor."""

    def begins(self, nursery: int | None) -> None:
        """An attempt begins; the student's processes are the nursery and what it starts."""
        self._begin = time.monotonic()
        self._nursery = nursery
        self._before = self._so_far()

    def was_denied(self) -> bool:
        """Whether they had to wait so long for a processor, in this attempt, that the check may have failed for it."""
        before, after = self._before, self._so_far()
        theirs = list(_turns_below(self._nursery))
        # what this process has had to do counts as well: a flood of answers keeps it busy, and is no excuse
        self._worked += after.worked - before.worked + sum(turns.worked for turns in theirs)
        self.denied_share = 0.0
        if self._worked >= MUCH_WORK or sum(turns.waited > 0 for turns in theirs) > CROWD:
            return False
        waited = after.waited - before.waited + max((turns.waited for turns in theirs), default=0.0)
        self.denied_share = waited / (time.monotonic() - self._begin)
        return waited >= LEAST_WAIT and self.denied_share >= UNFAIR_SHARE

    def _so_far(self) -> Turns:
        """What this process, the nursery and its children that have ended have had since they began."""
        turns = [*_turns_of("self"), *_turns_of(self._nursery)]
        worked = sum(each.worked for each in turns) + _worked_by_the_ended(self._nursery)
        return Turns(worked, sum(each.waited for each in turns))


def _turns_of(process: int | str | None) -> Iterator[Turns]:
    """For each thread of a process that runs."""
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            worked, waited, _ = (thread / "schedstat").read_text().split()
            yield Turns(int(worked) / 1e9, int(waited) / 1e9)


def _worked_by_the_ended(process: int | None) -> float:
    """Seconds that the children of a process, and theirs, were at work that have ended (proc(5): cutime, cstime)."""
    try:
        after_the_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after_the_name[13]) + int(after_the_name[14])) / os.sysconf("SC_CLK_TCK")


def _turns_below(process: int | None) -> Iterator[Turns]:
    """For each thread of the processes that this one has started, and these have; for the ended ones, all in one."""
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _turns_of(int(child))
                yield Turns(_worked_by_the_ended(int(child)), 0)
                yield from _turns_below(int(child))

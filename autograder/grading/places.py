"""The places of a class: so many submissions at once, and whoever waits for nothing gives theirs up to the next."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

STAT = Path("/proc/stat")
LEAST_LOOK = 20
"""Ticks of all processors together (a tick is a hundredth of a second), below which the figures say little."""
ROOM = 0.5
"""Processors that must have had nothing to do: where all are busy, one more only holds the others up."""


class Places:
    """So many places; at most as many submissions again go on without one."""

    def __init__(self, count: int, has_room: Callable[[], bool] | None = None) -> None:
        self._count = count
        self._free = threading.Semaphore(count)
        self._change = threading.Lock()
        self._has_room = has_room or Idleness().has_room
        self.given_up = 0
        """Submissions that go on without a place."""

    @contextmanager
    def taken(self) -> Iterator[Callable[[], None]]:
        """Waits for a place and keeps it, until it is given up by calling what this gives.

        It is not given up where the machine has no room for one more.
        """
        self._free.acquire()
        kept = True

        def give_up() -> None:
            nonlocal kept
            with self._change:
                if not kept or self.given_up == self._count or not self._has_room():
                    return
                kept = False
                self.given_up += 1
            self._free.release()

        try:
            yield give_up
        finally:
            if kept:
                self._free.release()
            else:
                with self._change:
                    self.given_up -= 1


class Idleness:
    """What the processors of this machine had to do since the last look (Linux; elsewhere they count as busy)."""

    def __init__(self) -> None:
        self._before = _ticks()
        self._idle = 0.0

    def has_room(self) -> bool:
        """Whether half a processor or more had nothing to do."""
        idle, all_together = (now - before for now, before in zip(_ticks(), self._before, strict=True))
        if all_together >= LEAST_LOOK:
            self._idle = idle / all_together * (os.cpu_count() or 1)
            self._before = _ticks()
        return self._idle >= ROOM


def _ticks() -> tuple[int, int]:
    """How long the processors were idle, and how long there were any (proc(5)); zeros where nobody counts."""
    try:
        with STAT.open(encoding="ascii") as file:
            numbers = [int(word) for word in file.readline().split()[1:9]]
    except OSError:
        return 0, 0
    return numbers[3] + numbers[4], sum(numbers)

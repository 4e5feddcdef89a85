"""The places of a class: so many submissions at once, and whoever hangs gives theirs up to the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Places:
    """So many places; at most as many submissions again go on without one."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._free = threading.Semaphore(count)
        self._change = threading.Lock()
        self.given_up = 0
        """Submissions that go on without a place."""

    @contextmanager
    def taken(self) -> Iterator[Callable[[], None]]:
        """Waits for a place and keeps it, until it is given up by calling what this gives."""
        self._free.acquire()
        kept = True

        def give_up() -> None:
            nonlocal kept
            with self._change:
                if not kept or self.given_up == self._count:
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

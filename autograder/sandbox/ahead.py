"""Places that start while there is something else to do, such as importing pytest, before anybody can use them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.sandbox import open_place
from autograder.sandbox.none import Alone, Nursery


@contextmanager
def _without_interruption() -> Iterator[None]:
    """A Ctrl-C is raised at the end."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


class PlacesAhead:
    """One place without a sandbox for each part of the checks, which may run in forks of this process."""

    def __init__(self) -> None:
        self._places: list[Alone | Nursery] = []

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._places)

    def open(self, module_name: str, source: bytes, parts: int) -> None:
        """Starts them, from the main thread; an interruption waits until `close` knows of all."""
        with _without_interruption():
            for _ in range(parts):
                self._places.append(open_place(module_name, source))

    def of_part(self, part: int) -> Alone | Nursery:
        """The place of this part, in the process that runs it; the others are left to theirs."""
        for number, place in enumerate(self._places):
            if number != part:
                place.let_go()
        return self._places[part]

    def close(self) -> None:
        """Ends what still runs there; to be called where they were opened, when the parts are over."""
        for place in self._places:
            place.close()

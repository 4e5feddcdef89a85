"""Places that start while there is something else to do, such as importing pytest, before anybody can use them."""

from __future__ import annotations

import threading
from contextlib import suppress

from autograder.sandbox import open_place
from autograder.sandbox.none import Alone, Nursery
from autograder.verdict import NotGraded


class PlacesAhead:
    """One place without a sandbox for each part of the checks, which may run in forks of this process."""

    def __init__(self) -> None:
        self._places: list[Alone | Nursery] = []
        self._opening: threading.Thread | None = None
        self._problem: NotGraded | None = None

    def __bool__(self) -> bool:
        """Whether there are any."""
        return self._opening is not None

    def open(self, module_name: str, source: bytes, parts: int) -> None:
        """Has them started, one after the other: together they would keep whoever imports from its processor."""

        def start() -> None:
            try:
                for _ in range(parts):
                    place = open_place(module_name, source)
                    self._places.append(place)
                    with suppress(NotGraded):  # the first check there will tell of it
                        place.get_ready()
            except OSError as error:
                self._problem = NotGraded("nursery-broken", error=type(error).__name__)

        self._opening = threading.Thread(target=start)
        self._opening.start()

    def wait(self) -> None:
        """Waits until all have started; to be called before this process forks. Raises NotGraded."""
        if self._opening is not None:
            self._opening.join()
        if self._problem is not None:
            raise self._problem

    def of_part(self, part: int) -> Alone | Nursery:
        """The place of this part, in the process that runs it; the others are left to theirs."""
        for number, place in enumerate(self._places):
            if number != part:
                place.let_go()
        return self._places[part]

    def close(self) -> None:
        """Ends what still runs there; to be called where they were opened, when the parts are over."""
        with suppress(NotGraded):  # what could not be opened need not be ended
            self.wait()
        for place in self._places:  # all end at once, and are then waited for
            place.let_go()
        for place in self._places:
            place.close()

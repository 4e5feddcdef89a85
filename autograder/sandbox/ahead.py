"""Places for checks that run side by side, which start while there is other work, such as importing pytest."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from autograder.sandbox import UnfitModule, fit_to_judge, read_module
from autograder.sandbox.none import CAN_FORK, Alone, Nursery, kill_group, start_runner
from autograder.sandbox.place import PATIENCE, NurseryLine
from autograder.verdict import NotGraded


class PlacesAhead:
    """One place without a sandbox for each part of the checks, which may run in forks of this process.

    Where the system can fork, one process imports what the module needs, once, and forks a nursery for each place.
    """

    def __init__(self, module_name: str, source: bytes, parts: int) -> None:
        self._places: list[Alone | Nursery] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._problem: NotGraded | None = None
        self._opening = threading.Thread(target=self._open, args=(module_name, source, parts))

    def open(self) -> None:
        """Has them started, in a thread: a Ctrl-C goes to the main one, and leaves none half made."""
        self._opening.start()

    def _open(self, module_name: str, source: bytes, parts: int) -> None:
        try:
            if CAN_FORK:
                self._start(module_name, source, parts)
            else:
                self._places += [Alone(module_name, source) for _ in range(parts)]
        except OSError as error:
            self._problem = NotGraded("nursery-broken", error=type(error).__name__)

    def _start(self, module_name: str, source: bytes, parts: int) -> None:
        pairs = [socket.socketpair() for _ in range(parts)]
        try:
            for ours, _ in pairs:
                self._places.append(Nursery(module_name, source, NurseryLine(ours, None, kill_group)))
            module = str(self._places[0].module)
            self._process = start_runner("nurseries", [theirs.fileno() for _, theirs in pairs], module)
        finally:
            for _, theirs in pairs:
                theirs.close()

    def wait(self) -> None:
        """Waits until all have started; to be called before this process forks. Raises NotGraded."""
        self._opening.join()
        if self._problem is not None:
            raise self._problem
        for place in self._places:
            with suppress(NotGraded):  # the first check there will tell of it
                place.get_ready()

    def of_part(self, part: int) -> Alone | Nursery:
        """The place of this part, in the process that runs it; the others are left to theirs."""
        for number, place in enumerate(self._places):
            if number != part:
                place.let_go()
        return self._places[part]

    def close(self) -> None:
        """Ends what still runs there; to be called where they were opened, when the parts are over."""
        if self._opening.ident is not None:
            self._opening.join()
        for place in self._places:  # all end at once, and are then waited for
            place.let_go()
        if self._process is not None:
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                kill_group(self._process.pid)
                self._process.wait()
        for place in self._places:
            place.close()


@contextmanager
def places_ahead(module_name: str, path: Path, parts: int) -> Iterator[PlacesAhead | None]:
    """Such places for a module, until they are needed no more; None when it is unfit, of which a verdict will tell."""
    try:
        places = PlacesAhead(module_name, fit_to_judge(read_module(path)), parts)
    except UnfitModule:
        yield None
        return
    try:
        places.open()
        yield places
    finally:
        places.close()

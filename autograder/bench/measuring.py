"""Runs commands and says what they took: seconds, seconds of a processor, megabytes; and how far several runs spread.

Processor time is that of the processes themselves, all that they have started included, whatever else the machine does.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

TAKE_ORPHANS = 36
LONGEST = 1800.0
"""Seconds after which a command has failed."""


@dataclass(frozen=True)
class Command:
    """What is run, where, with what added to the environment; what it prints goes to a file when one is named.

    It has failed when it ends with none of `statuses`.
    """

    words: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    output: Path | None = None
    statuses: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Spent:
    """What some commands took together, in seconds, and in seconds of processors."""

    seconds: float
    processor: float


def spent_by(commands: Sequence[Command], at_once: int = 1) -> Spent:
    """Runs the commands, so many at once. Raises subprocess.SubprocessError when one fails or is stuck."""
    begin, before = time.perf_counter(), _processor_seconds_of_children()
    with _parent_of_orphans(), ThreadPoolExecutor(at_once) as hands:
        list(hands.map(_run, commands))
        seconds = time.perf_counter() - begin
    return Spent(seconds, _processor_seconds_of_children() - before)


def _run(command: Command) -> None:
    with open(command.output or os.devnull, "wb") as output:
        done = subprocess.run(
            command.words,
            cwd=command.folder,
            env=os.environ | dict(command.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=LONGEST,
        )
    if done.returncode not in command.statuses:
        raise subprocess.CalledProcessError(done.returncode, list(command.words))


@contextlib.contextmanager
def _parent_of_orphans() -> Iterator[None]:
    """Has processes whose parent is gone come here: their time counts once a parent has waited for them (Linux)."""
    if not sys.platform.startswith("linux"):
        yield
        return
    library = ctypes.CDLL(None)
    library.prctl(TAKE_ORPHANS, 1, 0, 0, 0)
    try:
        yield
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                continue
    finally:
        library.prctl(TAKE_ORPHANS, 0, 0, 0, 0)


def _processor_seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class MemoryWatch:
    """The most memory that all processes below this one have held together, in `megabytes`; used with `with`.

    What processes share is shared out; 0 where the system does not say. Below processes named `without`, nobody looks.
    """

    def __init__(self, every: float = 0.1, without: str = "") -> None:
        self.megabytes = 0.0
        self._every = every
        self._without = without
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        me = os.getpid()
        while not self._over.wait(self._every):
            found = sum(_megabytes(process) for process in _family(me, self._without) if process != me)
            self.megabytes = max(self.megabytes, found)


def _family(process: int, without: str) -> Iterator[int]:
    """A process and its descendants."""
    try:
        if without and without in Path(f"/proc/{process}/comm").read_text():
            return
        yield process
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child), without)
    except OSError:
        return


def _megabytes(process: int) -> float:
    """What a process holds in memory; what it shares with others is shared out."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@dataclass(frozen=True)
class Spread:
    """The median of several measurements, the least and the greatest."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Of at least one value."""
        row = list(values)
        return cls(statistics.median(row), min(row), max(row))

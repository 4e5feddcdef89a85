"""How the kit grades more, slower and worse: many submissions, checks that wait, submissions that hang, a cluster.

All on the workload of the comparison, in the sandbox.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from autograder.bench import kit
from autograder.bench.goals import AtLeast, AtMost, add, table
from autograder.bench.measuring import MemoryWatch, Spread, spent_by
from autograder.deadline import Deadline
from autograder.grading.class_run import SLOTS_PER_CORE

SLOTS = SLOTS_PER_CORE * (os.cpu_count() or 1)
MANY_SLOTS = 64
SILENCE = 0.1
"""Seconds that each check waits, where waiting is measured."""
SOFT_LIMIT = 0.5
"""Seconds of a processor after which what hangs runs when nobody else wants to: `BUSY` of the runner."""
POINTS_BESIDE_A_HANG = 5.0
"""Of a submission of which one function of three never ends, and swallows whatever should end it."""
TO_BE_THERE = 60


@dataclass(frozen=True)
class Sizes:
    """How many submissions there are for each measurement."""

    growth: tuple[int, int, int] = (10, 200, 2000)
    waiting_alone: int = 16
    waiting: int = 320
    beside_hangs: int = 200
    hanging: tuple[int, ...] = (8, 20)
    on_cluster: int = 200
    spells: int = 3


def measure(folder: Path, sizes: Sizes) -> list[Table]:
    """The table of all of it."""
    rows = table(f"the kit on the workload, {SLOTS} slots unless said otherwise")
    _growth(rows, folder, sizes)
    _waiting(rows, folder, sizes)
    _hanging(rows, folder, sizes)
    _cluster(rows, folder, sizes)
    return [rows]


def _growth(rows: Table, folder: Path, sizes: Sizes) -> None:
    """Each submission takes as long however many there are, and the grader no more memory."""
    spent, memory = [], []
    for count in sizes.growth:
        kit.lay_out(folder / str(count), kit.submissions(count))
        with MemoryWatch(every=0.5, without="bwrap") as watch:
            spent.append(spent_by([kit.command(folder / str(count))]))
        memory.append(watch.megabytes)
    few, some, many = sizes.growth
    among_few = (spent[1].seconds - spent[0].seconds) / (some - few)
    among_many = (spent[2].seconds - spent[1].seconds) / (many - some)
    work = [
        (spent[1].processor - spent[0].processor) / (some - few),
        (spent[2].processor - spent[1].processor) / (many - some),
    ]
    how = f"{1000 * among_few:.0f} ms for each from {few} to {some}, {1000 * among_many:.0f} ms from {some} to {many}"
    how += f"; of a processor, {1000 * work[0]:.0f} and {1000 * work[1]:.0f} ms"
    add(rows, "a submission among many / among few", _one(among_many / among_few), AtMost(1.2), how)
    for count, megabytes in zip(sizes.growth, memory, strict=True):
        how = "MB of the grader, without the sandboxes; 64 and 16 for each slot"
        add(rows, f"memory for {count} submissions", _one(megabytes), AtMost(64 + 16 * SLOTS), how)


def _waiting(rows: Table, folder: Path, sizes: Sizes) -> None:
    """Submissions whose checks mostly wait."""
    place = folder / "alone"
    kit.lay_out(place, kit.submissions(sizes.waiting_alone), SILENCE)
    alone = spent_by([kit.command(place, "--jobs", "1")]).seconds / sizes.waiting_alone
    place = folder / "waiting"
    kit.lay_out(place, kit.submissions(sizes.waiting), SILENCE)
    for slots, goal in ((SLOTS, None), (MANY_SLOTS, AtLeast(15))):
        together = spent_by([kit.command(place, "--jobs", str(slots))]).seconds / sizes.waiting
        how = f"{SILENCE} s in each check: {1000 * alone:.0f} ms a submission, {1000 * together:.0f} ms"
        add(rows, f"waiting checks, one slot / {slots} slots", _one(alone / together), goal, how)


def _hanging(rows: Table, folder: Path, sizes: Sizes) -> None:
    """How long the others' results are held up by submissions that hang, which come first."""
    place = folder / "hanging"
    kit.lay_out(place, kit.submissions(sizes.beside_hangs))
    usual = _last_result(place)
    endless = (kit.WORKLOAD / "never_ends.py").read_text(encoding="utf-8")
    done = 0
    for hanging in sizes.hanging:
        for number in range(done, hanging):
            kit.hand_in(place, f"hangs{number:04}", f"{endless}\n# {number}\n")
        done = hanging
        held_up = _last_result(place)
        allowed = 1.2 * usual + math.ceil(hanging / SLOTS) * SOFT_LIMIT
        how = f"last result of {sizes.beside_hangs} others after {held_up:.1f} s; without them {usual:.1f} s"
        add(rows, f"{hanging} hang: others' time / allowed", _one(held_up / allowed), AtMost(1), how)
    kept = [points for student, points in kit.scores(place).items() if student.startswith("hangs")]
    how = "least points of a loop that swallows every exception, of 8"
    add(rows, "points beside a hang", _one(min(kept)), AtLeast(POINTS_BESIDE_A_HANG), how)


def _last_result(place: Path) -> float:
    """Seconds until the last result of those that do not hang is on the disk."""
    begin = time.time()
    spent_by([kit.command(place)])
    results = (place / "graded" / "store" / "results").glob("s*/*.json")
    return max(path.stat().st_mtime for path in results) - begin


def _cluster(rows: Table, folder: Path, sizes: Sizes) -> None:
    """The same on a cluster of one worker with as many threads, already there, and on this machine's own pool."""
    place = folder / "cluster"
    kit.lay_out(place, kit.submissions(sizes.on_cluster))
    with _running_cluster(place) as address:
        spent_by([kit.command(place, "--scheduler", address)])  # the worker probes its sandbox and hires its foreman
        ratios = []
        for _ in range(sizes.spells):
            own = spent_by([kit.command(place)]).seconds
            ratios.append(spent_by([kit.command(place, "--scheduler", address)]).seconds / own)
    how = f"{sizes.on_cluster} submissions, {sizes.spells} spells; scheduler and worker started before"
    add(rows, "on Dask / on its own pool", Spread.of(ratios), AtMost(1.3), how)


@contextlib.contextmanager
def _running_cluster(place: Path) -> Iterator[str]:
    """The address of a scheduler with one worker on this machine, both gone at the end."""
    known = place / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard")
    with contextlib.ExitStack() as stack:
        words = ["scheduler", *local, "--port", "0", "--scheduler-file", str(known)]
        stack.enter_context(_dask(place, *words))
        deadline = Deadline(TO_BE_THERE)
        while not (known.exists() and known.read_text().endswith("}")):
            if deadline.passed():
                raise TimeoutError("the scheduler does not start")
            time.sleep(0.1)
        address: str = json.loads(known.read_text())["address"]
        words = ["worker", address, *local, "--nthreads", str(SLOTS), "--no-nanny"]
        stack.enter_context(_dask(place, *words, "--local-directory", str(place / "worker")))
        yield address


@contextlib.contextmanager
def _dask(place: Path, *words: str) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(place)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _one(value: float) -> Spread:
    return Spread.of([value])

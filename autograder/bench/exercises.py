"""What a student waits, from Enter to the verdict, how much memory the grader takes; and what the sandbox costs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.table import Table

from autograder.course import ROOT, exercises
from autograder.deadline import Deadline
from autograder.samples import lay_out_class, solution_of, stub_of
from autograder.sandbox import ISOLATIONS, Place
from autograder.student.student import Student
from autograder.transcript import Transcript

RUNS = 5
SPELLS = 30
TRIVIAL = b"def answer():\n    return 42\n"


def measure() -> list[Table]:
    """The table of all of it: medians of several runs, beside the goal of each."""
    table = Table("what", "median s", "longest s", "goal s", "memory MB")

    def row(what: str, goal: float, *words: str, runs: int = RUNS) -> None:
        median, longest, memory = _timed(*words, runs=runs)
        table.add_row(what, f"{median:.2f}", f"{longest:.2f}", f"{goal:.1f}", f"{memory:.0f}")

    for exercise in exercises():
        judged = ("check", exercise.name, "--module", str(solution_of(exercise)))
        row(f"{exercise.short_name}, its solution", 1.0, *judged)
        row(f"{exercise.short_name}, its stub", 0.5, "check", exercise.name, "--module", str(stub_of(exercise)))
        for function in exercise.functions:
            row(f"{exercise.short_name} --only {function}", 0.5, *judged, "--only", function)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out_class(folder / "submitted")
        row("the sample class", 60.0, "grade", str(folder / "submitted"), "--out", str(folder / "graded"), runs=1)
    whole = sum(_timed("check", e.name, "--module", str(solution_of(e)), runs=1)[0] for e in exercises())
    table.add_row("all solutions, one by one", f"{whole:.2f}", "", "8.0", "")
    _add_sandbox(table)
    return [table]


def _timed(*words: str, runs: int = RUNS) -> tuple[float, float, float]:
    """The median, the longest time in seconds, and the largest memory of the grader in megabytes, of a command."""
    times, memory = [], 0.0
    for _ in range(runs):
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *words],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, _, usage = os.wait4(process.pid, 0)
        times.append(time.perf_counter() - begin)
        process.returncode = 0
        memory = max(memory, usage.ru_maxrss / 1024)
    return statistics.median(times), max(times), memory


def _add_sandbox(table: Table) -> None:
    """What the sandbox costs beyond the same without: for each submission, and for each check."""
    starts, checks = {}, {}
    for isolation, make in (("none", ISOLATIONS["none"]), ("bubblewrap", ISOLATIONS["bubblewrap"])):
        starts[isolation] = _median(partial(_open_and_close, make))
        place = make("trivial", TRIVIAL)
        checks[isolation] = _median(partial(_check, place))
        place.close()
    for what, taken, goal in (("submission", starts, "0.080"), ("check", checks, "0.008")):
        beyond = taken["bubblewrap"] - taken["none"]
        table.add_row(f"the sandbox, beyond none, for each {what}", f"{beyond:.3f}", "", goal, "")


def _open_and_close(make: Callable[[str, bytes], Place]) -> None:
    """With a check, for a place without a sandbox is not yet there when it is opened."""
    place = make("trivial", TRIVIAL)
    _check(place)
    place.close()


def _check(place: Place) -> None:
    student = Student(place, Deadline(10), Transcript())
    student.calls("answer").returned()
    student.close()


def _median(act: Callable[[], None]) -> float:
    times = []
    for _ in range(SPELLS):
        begin = time.perf_counter()
        act()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)

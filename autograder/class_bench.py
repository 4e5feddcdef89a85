"""Measures the grading of a class: 200 students by all exercises in the sandbox, some of them hanging.

Processor time and memory are what Linux says of the whole machine and of the grader's own processes; elsewhere they are
not measured. Other work on the machine makes all of it slower, and its time counts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from rich.table import Table

from autograder.course import ROOT
from autograder.deadline import Deadline
from autograder.samples import sample_class
from autograder.sandbox import ISOLATIONS, Place
from autograder.student.student import Student
from autograder.transcript import Transcript

STUDENTS, HANGING = 200, 3
HANGING_SAMPLE = "emma"
"""The student of the sample class whose functions never return."""
SPELLS = 30
TRIVIAL = b"def answer():\n    return 42\n"


def lay_out_large_class(folder: Path, students: int, hanging: int) -> int:
    """Copies of the sample class, each signed; the first so many hang everywhere; how many submissions there are."""
    modules: dict[str, dict[str, str]] = {}
    for name, text in sample_class().items():
        student, _, rest = name.partition("/")
        modules.setdefault(student, {})[rest] = text
    usual = [student for student in modules if student != HANGING_SAMPLE]
    count = 0
    for number in range(students):
        sample = HANGING_SAMPLE if number < hanging else usual[number % len(usual)]
        for rest, text in modules[sample].items():
            path = folder / f"student{number:04}" / rest
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}\n# student {number}\n", encoding="utf-8")
            count += 1
    return count


def measure_class(table: Table) -> None:
    """Grades the large class, and adds what it took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = lay_out_large_class(folder / "submitted", STUDENTS, HANGING)
        seconds, processor, memory = _grade(folder)
        again, _, _ = _grade(folder)
    row = table.add_row
    row(f"{count} submissions, {HANGING * 7} hanging", f"{seconds:.0f}", "", "120", f"{memory:.0f}" if memory else "")
    if processor:
        row("processor time of each, all together", f"{processor / count:.3f}", "", "0.171", "")
    row("the same again, unchanged", f"{again:.1f}", "", "", "")


def _grade(folder: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds of the machine, and megabytes of the grader's processes at most; 0 for not known."""
    begin, busy, most = time.perf_counter(), _processor_seconds(), 0.0
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", str(folder / "submitted"), "--out", str(folder / "graded")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None:
        most = max(most, sum(map(_megabytes, _graders(process.pid))))
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            continue
    return time.perf_counter() - begin, _processor_seconds() - busy, most


def _graders(process: int) -> Iterator[int]:
    """A process and its descendants, without sandboxes and what runs in them."""
    try:
        if "bwrap" in Path(f"/proc/{process}/comm").read_text():
            return
        yield process
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _graders(int(child))
    except OSError:
        return


def _megabytes(process: int) -> float:
    """What a process holds in memory; what it shares with others is shared out."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _processor_seconds() -> float:
    """Seconds that the processors of this machine have worked; 0 where it does not say."""
    try:
        numbers = [int(word) for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    except OSError:
        return 0.0
    user, nice, system, _, _, interrupts, soft_interrupts, *_ = numbers
    ticks = user + nice + system + interrupts + soft_interrupts
    return ticks / float(os.sysconf("SC_CLK_TCK"))


def measure_sandbox(table: Table) -> None:
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
    make("trivial", TRIVIAL).close()


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

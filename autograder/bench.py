"""`make bench`: how long a student waits, how much memory the grader takes, how fast a class is graded.

Medians of several runs, in seconds from Enter to verdict, beside the goal of each.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.class_bench import measure_class, measure_sandbox
from autograder.course import ROOT, exercises
from autograder.samples import lay_out_class, solution_of, stub_of

RUNS = 5


def measure(*words: str, runs: int = RUNS, folder: Path = ROOT) -> tuple[float, float, float]:
    """The median, the longest time in seconds, and the largest memory of the grader in megabytes, of a command."""
    times, memory = [], 0.0
    for _ in range(runs):
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *words],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, _, usage = os.wait4(process.pid, 0)
        times.append(time.perf_counter() - begin)
        process.returncode = 0
        memory = max(memory, usage.ru_maxrss / 1024)
    return statistics.median(times), max(times), memory


def main() -> None:
    """Measures and prints."""
    table = Table("what", "median s", "longest s", "goal s", "memory MB")

    def row(what: str, goal: float, *words: str, runs: int = RUNS) -> None:
        median, longest, memory = measure(*words, runs=runs)
        table.add_row(what, f"{median:.2f}", f"{longest:.2f}", f"{goal:.1f}", f"{memory:.0f}")

    for exercise in exercises():
        solution = str(solution_of(exercise))
        row(f"{exercise.short_name}, its solution", 1.0, "check", exercise.name, "--module", solution)
        row(f"{exercise.short_name}, its stub", 0.5, "check", exercise.name, "--module", str(stub_of(exercise)))
        only = exercise.functions[0]
        row(f"{exercise.short_name} --only {only}", 0.5, "check", exercise.name, "--module", solution, "--only", only)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out_class(folder / "submitted")
        row("the sample class", 60.0, "grade", str(folder / "submitted"), "--out", str(folder / "graded"), runs=1)
    whole = sum(measure("check", e.name, "--module", str(solution_of(e)), runs=1)[0] for e in exercises())
    table.add_row("all seven solutions, one by one", f"{whole:.2f}", "", "8.0", "")
    measure_sandbox(table)
    measure_class(table)
    Console().print(table)


if __name__ == "__main__":
    main()

"""The kit as a grader of the workload: the same engine, copied, with the workload as its only exercise."""

from __future__ import annotations

import csv
import itertools
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from autograder.bench.measuring import Command
from autograder.course import ROOT

WORKLOAD = Path(__file__).resolve().parent / "workload"
EXERCISE = "ex01_workload"
NO_SILENCE = "SILENCE = 0.0\n"
NOT_COPIED = shutil.ignore_patterns("tests", "bench", "fr", "test_*.py", "__pycache__")
USUAL = ("right", "right", "right", "reads_once", "right", "right", "right", "unsigned", "right", "right")
"""Who hands in what, over and over: two of ten make a mistake."""


def submissions(count: int) -> dict[str, str]:
    """The source of each of so many students, no two alike to the byte."""
    sources = {name: (WORKLOAD / f"{name}.py").read_text(encoding="utf-8") for name in USUAL}
    kinds = itertools.islice(itertools.cycle(USUAL), count)
    return {f"s{number:04}": f"{sources[kind]}\n# {number}\n" for number, kind in enumerate(kinds)}


def lay_out(folder: Path, sources: Mapping[str, str], silence: float = 0.0) -> None:
    """Copies the engine, and writes its course and what the students hand in.

    Each check is silent for `silence` seconds on purpose.
    """
    shutil.copytree(ROOT / "autograder", folder / "autograder", ignore=NOT_COPIED)
    checks = (WORKLOAD / "kit_checks.py").read_text(encoding="utf-8")
    assert NO_SILENCE in checks
    checks = checks.replace(NO_SILENCE, f"SILENCE = {silence}\n")
    (folder / "autograder" / "checks" / f"test_{EXERCISE}.py").write_text(checks, encoding="utf-8")
    (folder / "exercises").mkdir()
    shutil.copy(WORKLOAD / "course.toml", folder / "exercises")
    for student, source in sources.items():
        hand_in(folder, student, source)


def hand_in(folder: Path, student: str, source: str) -> None:
    """Writes a student's module."""
    place = folder / "submitted" / student / EXERCISE
    place.mkdir(parents=True)
    (place / f"{EXERCISE}.py").write_text(source, encoding="utf-8")


def command(folder: Path, *words: str) -> Command:
    """Grades everything anew, in the sandbox."""
    grade = ["grade", "submitted", "--out", "graded", "--again", "--lang", "en", *words]
    return Command([sys.executable, "-m", "autograder", *grade], folder, {"PYTHONPATH": str(folder)})


def scores(folder: Path) -> dict[str, float]:
    """The points of each student."""
    with open(folder / "graded" / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: float(row["total"]) for row in csv.DictReader(file)}

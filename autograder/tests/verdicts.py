"""Judges many modules side by side, as a class is graded, for the tests to look at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.course import Exercise
from autograder.grading.intake import Submission
from autograder.grading.pool import Pool
from autograder.sandbox import read_module

JOBS = 6


def judge_all(
    modules: Mapping[str, tuple[Exercise, Path]], seed: int = 1, isolation: str = "none"
) -> dict[str, dict[str, Any]]:
    """The record of each module, by the name it is given here."""
    records: dict[str, dict[str, Any]] = {}
    with Pool(JOBS, "en", isolation) as pool:
        work = [(Submission(name, exercise, read_module(path)), seed) for name, (exercise, path) in modules.items()]
        for graded in pool.grade(work):
            assert graded.record is not None, f"{graded.submission.student}: {graded.fault}"
            records[graded.submission.student] = graded.record
    return records


def explain(record: dict[str, Any]) -> str:
    """A record for the reader of a failed test: each check with its outcome, fact and mistake."""
    lines = [f"{record['points']} of {record['max_points']} points"]
    for check in record["checks"]:
        lines.append(f"  {check['outcome']:10} {check['name']}: {check['fact'] or ''} [{check['mistake'] or ''}]")
    return "\n".join(lines)

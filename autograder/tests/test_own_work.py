"""`check` judges one module after the other in one process: none may suffer from how the one before ended."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import ROOT, exercises
from autograder.jury import Jury, with_jury
from autograder.samples import sample_class

CHECKS_ALL = """
import json, sys
from pathlib import Path
from autograder.course import exercises
from autograder.own_work import check_modules

modules = {exercise: Path(sys.argv[1], exercise.name, f"{exercise.name}.py") for exercise in exercises()}
records, fault = check_modules(modules, 1, "", "en", lambda exercise, record: None)
json.dump([records, fault], sys.stdout)
"""


@pytest.mark.parametrize("student", ["bruno", "chloe"])
def test_what_is_skipped_at_the_end_of_a_module_harms_no_other(student: str, tmp_path: Path) -> None:
    """Bruno has done half, Chloe makes mistakes: their checks end in all ways, and the grader is at fault in none."""
    for name, text in sample_class().items():
        if name.startswith(student):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHECKS_ALL, str(tmp_path / student)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    records, fault = json.loads(done.stdout)
    assert len(records) == len(exercises())
    outcomes = [check["outcome"] for record in records for check in record["checks"]]
    assert "skipped" in outcomes
    assert not fault


def test_for_one_function_no_other_check_is_made_ready() -> None:
    """All checks of this function are there, and none besides."""
    exercise = exercises()[0]
    function, found = exercise.functions[0], []

    def body(jury: Jury) -> None:
        found.append({(name, terms.function) for name, terms, _ in jury.checks_of(exercise)})

    with_jury([exercise], body)
    with_jury([exercise], body, function)
    everything, of_function = found
    assert of_function == {row for row in everything if row[1] == function} != everything

"""The other graders, each with the workload laid out as it wants it: nbgrader, otter, pytest."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.bench.kit import WORKLOAD
from autograder.bench.measuring import Command
from autograder.bench.workload.plain_checks import CALLS
from autograder.course import ROOT

ASSIGNMENT = "workload"
CHECKS = {"PYTHONPATH": os.pathsep.join([str(WORKLOAD), str(ROOT)])}
IMPORT = "from plain_checks import *"
OTTER = ("otter-grader>=6,<8", "ipykernel>=6.29,<8")
PATIENCE = 900
TESTS_FAILED = 1
"""What pytest ends with when it has run and a test has failed."""


class NotToBeHad(Exception):
    """A grader cannot be installed here; the text says why."""


def _cell(source: str, **nbgrader: Any) -> dict[str, Any]:
    """A cell of code; with `grade_id` and more, one that nbgrader knows."""
    known = {"schema_version": 3, "task": False} | nbgrader
    metadata = {"nbgrader": known} if nbgrader else {}
    identity = nbgrader.get("grade_id", "code")
    return {
        "cell_type": "code",
        "id": identity,
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def _write_notebook(path: Path, cells: list[dict[str, Any]]) -> None:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _cells_of_nbgrader(source: str) -> list[dict[str, Any]]:
    """The cell with the three functions, and a locked one for each check, worth a point."""
    cells = [_cell(source, grade_id="functions", grade=False, locked=False, solution=True)]
    for number, call in enumerate(CALLS):
        graded = {"grade_id": f"check-{number}", "grade": True, "locked": True, "solution": False, "points": 1}
        cells.append(_cell(f"{IMPORT}\n{call}", **graded))
    return cells


def lay_out_nbgrader(folder: Path, sources: Mapping[str, str]) -> None:
    """A course of nbgrader with its own settings; each student's functions stand in their notebook."""
    _write_notebook(folder / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", _cells_of_nbgrader("..."))
    (folder / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    subprocess.run(
        nbgrader(folder, "generate_assignment", ASSIGNMENT).words,
        cwd=folder,
        env=os.environ | environment_of_nbgrader(folder),
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    for student, source in sources.items():
        place = folder / "submitted" / student / ASSIGNMENT
        _write_notebook(place / f"{ASSIGNMENT}.ipynb", _cells_of_nbgrader(source))


def nbgrader(folder: Path, *words: str) -> Command:
    """A command of nbgrader in the folder of a course."""
    return Command([sys.executable, "-m", "nbgrader", *words], folder, environment_of_nbgrader(folder))


def environment_of_nbgrader(folder: Path) -> dict[str, str]:
    """It finds alembic on the path only, and is to read nobody's settings but the course's."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {"PATH": path, "JUPYTER_CONFIG_DIR": str(folder / "jupyter"), **CHECKS}


def autograde(folder: Path) -> Command:
    """Grades everything anew."""
    return nbgrader(folder, "autograde", ASSIGNMENT, "--create", "--force")


def scores_of_nbgrader(folder: Path) -> dict[str, float]:
    """The points of each student in the gradebook."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        return {each.student.id: float(each.score) for each in book.assignment_submissions(ASSIGNMENT)}


def lay_out_pytest(folder: Path, sources: Mapping[str, str]) -> None:
    """A folder for each student: their module, and the tests."""
    tests = "".join(f"\n\ndef test_{number}():\n    {call}\n" for number, call in enumerate(CALLS))
    for student, source in sources.items():
        place = folder / student
        place.mkdir(parents=True)
        (place / "functions.py").write_text(source, encoding="utf-8")
        (place / "test_functions.py").write_text(f"from functions import *\n{IMPORT}\n{tests}", encoding="utf-8")


def pytest_of(folder: Path, student: str) -> Command:
    """A process of its own for a student, with no plugin but pytest's own."""
    place = folder / student
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_functions.py"]
    environment = CHECKS | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return Command(words, place, environment, place / "result.txt", statuses=(0, TESTS_FAILED))


def scores_of_pytest(folder: Path) -> dict[str, float]:
    """How many tests of each student have passed."""
    found = {}
    for path in sorted(folder.glob("*/result.txt")):
        passed = re.search(r"(\d+) passed", path.read_text(encoding="utf-8"))
        found[path.parent.name] = float(passed[1]) if passed else 0.0
    return found


def install_otter(folder: Path) -> Path:
    """The Python of an environment with otter, made at first use. Raises NotToBeHad."""
    python = folder / "bin" / "python"
    if (folder / "complete").exists():
        return python
    for words in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *OTTER],
    ):
        try:
            subprocess.run(words, check=True, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.CalledProcessError as problem:
            raise NotToBeHad((problem.stderr or problem.stdout).strip().rpartition("\n")[2]) from problem
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise NotToBeHad(str(problem)) from problem
    (folder / "complete").touch()
    return python


def lay_out_otter(folder: Path, sources: Mapping[str, str]) -> None:
    """What otter calls an autograder, and each student's notebook."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "autograder.zip", "w") as archive:
        archive.writestr("otter_config.json", "{}")
        archive.write(WORKLOAD / "plain_checks.py", "files/plain_checks.py")
        for number, call in enumerate(CALLS):
            suite = {"cases": [{"code": f">>> {IMPORT}\n>>> {call}\n", "hidden": False}], "type": "doctest"}
            test = {"name": f"q{number}", "points": 1, "suites": [suite]}
            archive.writestr(f"tests/q{number}.py", f"OK_FORMAT = True\ntest = {test!r}\n")
    for student, source in sources.items():
        _write_notebook(folder / student / f"{ASSIGNMENT}.ipynb", [_cell(source)])


def otter_of(folder: Path, student: str, python: Path) -> Command:
    """A process of its own for a student."""
    words = [
        str(python),
        "-m",
        "otter",
        "run",
        "--no-logo",
        "-a",
        "../autograder.zip",
        "-o",
        ".",
        f"{ASSIGNMENT}.ipynb",
    ]
    return Command(words, folder / student, {})


def scores_of_otter(folder: Path) -> dict[str, float]:
    """The points of each student."""
    found = {}
    for path in sorted(folder.glob("*/results.json")):
        tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
        found[path.parent.name] = float(sum(test.get("score", 0) for test in tests))
    return found

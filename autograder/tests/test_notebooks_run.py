"""Every notebook runs from top to bottom, as a student runs it: with the solution beside it, and with the stub."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import Exercise, exercises
from autograder.lecture.notebooks import NOTEBOOKS
from autograder.lecture.running import execute
from autograder.samples import solution_of, stub_of
from autograder.texts import LANGUAGES

LONGEST = 60
"""Seconds that a cell may take on a machine that runs several notebooks at once."""

RUNS = {
    f"{exercise.short_name} {language} {what}": (exercise, language, what)
    for exercise in exercises()
    for language in LANGUAGES
    for what in ("solution", "stub")
}
BEFORE = """
import gc, socket, threading
def _open_sockets():
    return {each.fileno() for each in gc.get_objects() if type(each) is socket.socket and each.fileno() != -1}
_before, _threads = _open_sockets(), threading.active_count()
"""
AFTER = "print(sorted(_open_sockets() - _before), threading.active_count() - _threads)"


def run(exercise: Exercise, language: str, what: str, folder: Path) -> Any:
    """The notebook after a run in a folder of its own, between a cell that counts and one that counts again."""
    folder.mkdir()
    path = NOTEBOOKS / language / exercise.name / f"{exercise.name}.ipynb"
    shutil.copy(path, folder)
    shutil.copy(solution_of(exercise) if what == "solution" else stub_of(exercise), folder)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(BEFORE))
    notebook.cells.append(nbformat.v4.new_code_cell(AFTER))
    execute(notebook, folder, LONGEST)
    return notebook


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every run, several at once: they mostly wait."""
    folder = tmp_path_factory.mktemp("runs")
    with ThreadPoolExecutor(4) as at_once:
        under_way = {name: at_once.submit(run, *row, folder / name.replace(" ", "-")) for name, row in RUNS.items()}
        return {name: future.result() for name, future in under_way.items()}


@pytest.mark.parametrize("name", RUNS)
def test_it_runs_and_earns_what_its_module_is_worth(name: str, notebooks: dict[str, Any]) -> None:
    """Nothing fails, nothing is said on standard error, nothing is left open; the points are the module's."""
    exercise, _, what = RUNS[name]
    points = 0.0
    for cell in notebooks[name].cells:
        for output in cell.get("outputs", ()):
            assert output.get("name") != "stderr", cell.source
            assert output.output_type != "error", cell.source
            if cell.metadata.get("nbgrader", {}).get("grade") and output.output_type == "execute_result":
                points += float(output.data["text/plain"])
    assert points == (exercise.points if what == "solution" else 0)
    assert notebooks[name].cells[-1].outputs[0].text == "[] 0\n"

"""A small class that hands notebooks in to nbgrader: each student does something that has cost others their points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from autograder.course import Exercise, find
from autograder.samples import ENDLESS, PROGRAM_PART, mistakes, solution_of, stub_of

NOISE = "import sys, warnings\nsys.stderr.write('noise')\nwarnings.warn('careful', stacklevel=1)\n"
ENDS_THE_PROCESS = "\nimport os\nos._exit(0)\n"


@dataclass
class HandedIn:
    """What one student hands in: the module's source (None for none), and what they did to the notebook."""

    module: str | None
    language: str = "fr"
    notebook: list[Callable[[Any], None]] = field(default_factory=list)


def runs_first(source: str) -> Callable[[Any], None]:
    """A cell of the student's own, before all others."""

    def change(notebook: Any) -> None:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(source))

    return change


def copies_a_test(notebook: Any) -> None:
    """A check cell twice."""
    index = check_cells_of(notebook)[0]
    copy = nbformat.from_dict(dict(notebook.cells[index]) | {"id": "copied"})
    notebook.cells.insert(index + 1, copy)


def deletes_tests(notebook: Any) -> None:
    """Without the first check cell, and without those that came before it."""
    del notebook.cells[: check_cells_of(notebook)[0] + 1]


def loses_its_metadata(notebook: Any) -> None:
    """As some editors save it: cells with nothing but their text."""
    for cell in notebook.cells:
        cell.metadata = {}


def claims_the_points(notebook: Any) -> None:
    """A check cell that gives itself what it is worth, and more."""
    for index in check_cells_of(notebook):
        notebook.cells[index].source = "1000"
        notebook.cells[index].metadata.nbgrader.update(points=1000, locked=False)


def check_cells_of(notebook: Any) -> list[int]:
    """Where the check cells stand."""
    return [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    ]


def small_class(exercise: Exercise) -> dict[str, HandedIn]:
    """Each student's hand-in, by name."""
    solution = solution_of(exercise).read_text(encoding="utf-8")
    stub = stub_of(exercise).read_text(encoding="utf-8")
    wrong = [mistake.source for mistake in mistakes(exercise)]
    functions = solution.partition(PROGRAM_PART)[0]
    last = exercise.functions[-1]
    return {
        "ada": HandedIn(solution, "en"),
        "bruno": HandedIn(solution.replace(f"def {last}(", f"def {last}_later("), notebook=[copies_a_test]),
        "chloe": HandedIn(stub),
        "david": HandedIn(wrong[0], notebook=[deletes_tests]),
        "emma": HandedIn(
            functions + ENDLESS.format(name=exercise.functions[0]), notebook=[runs_first("while True:\n    pass")]
        ),
        "farid": HandedIn(solution + ENDS_THE_PROCESS, notebook=[runs_first(ENDS_THE_PROCESS), claims_the_points]),
        "gaelle": HandedIn(NOISE + solution, notebook=[runs_first(NOISE), loses_its_metadata]),
        "hugo": HandedIn(None, notebook=[runs_first("import autograder\nautograder.check = lambda what: 15")]),
    }


def hand_in(submitted: Path, exercise: Exercise, student: str, handed_in: HandedIn, released: Path) -> None:
    """Lays one student's files out as `nbgrader collect` does; `released` is the notebook that they began with."""
    folder = submitted / student / exercise.name
    folder.mkdir(parents=True)
    notebook = nbformat.read(released, as_version=4)
    for change in handed_in.notebook:
        change(notebook)
    nbformat.write(notebook, folder / released.name)
    if handed_in.module is not None:
        (folder / f"{exercise.name}.py").write_text(handed_in.module, encoding="utf-8")
    else:
        (folder / "notes.txt").write_text("forgotten", encoding="utf-8")


EXERCISE = find("ex05")
CLASS = small_class(EXERCISE)

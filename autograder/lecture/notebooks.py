"""`make notebooks`: a notebook of each exercise in each language, the same byte for byte each time.

A student's prose and code are theirs to change. The cells that check, and the one that shows the module, are locked:
nbgrader puts them back. French and English notebooks have the same graded cells, so that both end in one gradebook.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat

from autograder.course import ROOT, Exercise, exercises, question_points
from autograder.jury import Jury, with_jury
from autograder.lecture.prose import typographic
from autograder.lecture.source import Cell, cells_of
from autograder.texts import LANGUAGES

NOTEBOOKS = ROOT / "notebooks"
SHOWN = """from autograder.notebook.module import show_module

show_module("{exercise}")"""
"""What shows a student's module below the question, to whoever marks it."""

FIRST_LINE = "from autograder import check"
IMPORT = """try:
    from autograder import check
except ModuleNotFoundError:

    def check(_):
        print("Ce noyau n’a pas le kit : lancez Jupyter par `make lab`.")
        print("This kernel does not have the kit: start Jupyter with `make lab`.")
        return 0"""
"""The first cell, which says so in a kernel that is not ours; nothing is worth anything there."""

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def source_of(exercise: Exercise) -> Path:
    """Where an exercise's notebook is written."""
    return NOTEBOOKS / f"{exercise.name}.nb.py"


def points_of(chosen: Sequence[Exercise]) -> dict[str, dict[str, float]]:
    """What each function is worth, by exercise: the sum of its checks."""
    points: dict[str, dict[str, float]] = {exercise.name: {} for exercise in chosen}

    def body(jury: Jury) -> None:
        for exercise in chosen:
            for _, terms, _ in jury.checks_of(exercise):
                worth = points[exercise.name]
                worth[terms.function] = worth.get(terms.function, 0) + terms.points

    with_jury(chosen, body)
    return points


def notebook(exercise: Exercise, cells: Sequence[Cell], language: str, points: dict[str, float]) -> dict[str, Any]:
    """The notebook, ready to be written."""
    made = list(_cells(exercise, cells, language, points))
    return {"cells": made, "metadata": METADATA | {"lang": language}, "nbformat": 4, "nbformat_minor": 5}


def _cells(
    exercise: Exercise, cells: Sequence[Cell], language: str, points: dict[str, float]
) -> Iterator[dict[str, Any]]:
    for number, cell in enumerate(cells):
        if cell.kind == "answer":
            yield _cell(
                "markdown", "", f"{exercise.short_name}-answer", grade=True, solution=True, points=question_points()
            )
        elif "check" in cell.tags:
            function = cell.code.partition(".")[2].partition('"')[0]
            yield _cell("code", cell.code, f"{exercise.short_name}-{function}", grade=True, points=points[function])
        elif "module" in cell.tags:
            yield _cell("code", SHOWN.format(exercise=exercise.short_name), f"{exercise.short_name}-module")
        elif cell.is_code and cell.code == FIRST_LINE:
            yield _cell("code", IMPORT, f"{exercise.short_name}-import")
        elif cell.is_code:
            yield _plain("code", cell.code, number)
        else:
            yield _plain("markdown", typographic(cell.text[language], language), number)


def _cell(
    kind: str, text: str, name: str, *, grade: bool = False, solution: bool = False, points: float = 0
) -> dict[str, Any]:
    """A cell that nbgrader knows by its name."""
    marks: dict[str, Any] = {"schema_version": 3, "grade_id": name, "task": False}
    marks |= {"grade": grade, "solution": solution, "locked": not solution}
    if grade:
        marks["points"] = int(points) if points == int(points) else points
    return _as_written(kind, text, name) | {"metadata": {"nbgrader": marks}}


def _plain(kind: str, text: str, number: int) -> dict[str, Any]:
    """A cell of the student's own, to read and to change."""
    return _as_written(kind, text, f"{number:03}-{hashlib.sha256(text.encode()).hexdigest()[:8]}")


def _as_written(kind: str, text: str, name: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": name.replace("_", "-"), "metadata": {}, "source": text.splitlines(keepends=True)}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell


def build(folder: Path = NOTEBOOKS) -> list[Path]:
    """Writes every notebook as `<language>/<exercise>/<exercise>.ipynb`, and returns where."""
    written = []
    chosen = [exercise for exercise in exercises() if source_of(exercise).exists()]
    points = points_of(chosen)
    for exercise in chosen:
        cells = cells_of(source_of(exercise))
        for language in LANGUAGES:
            content = notebook(exercise, cells, language, points[exercise.name])
            nbformat.validate(content)
            path = folder / language / exercise.name / f"{exercise.name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
            path.write_text(text + "\n", encoding="utf-8", newline="\n")
            written.append(path)
    return written


if __name__ == "__main__":
    for built in build():
        print(built.relative_to(ROOT), file=sys.stdout)

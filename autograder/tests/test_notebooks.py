"""The notebooks: built from one source, the same in both languages, with the points of the course."""

from __future__ import annotations

import builtins
import itertools
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import Exercise, exercises, question_points
from autograder.lecture.notebooks import NOTEBOOKS, build, source_of
from autograder.lecture.source import cells_of
from autograder.samples import solution_of
from autograder.texts import LANGUAGES, lessons


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every notebook, built anew."""
    folder = tmp_path_factory.mktemp("notebooks")
    build(folder)
    return folder


@pytest.fixture(params=exercises(), ids=lambda exercise: exercise.short_name)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    """Each exercise in turn."""
    assert isinstance(request.param, Exercise)
    return request.param


def read(folder: Path, exercise: Exercise, language: str) -> Any:
    """A built notebook."""
    return json.loads((folder / language / exercise.name / f"{exercise.name}.ipynb").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_committed_is_what_the_source_makes(built: Path, exercise: Exercise, language: str) -> None:
    """Byte for byte: after a change of the source, `make notebooks`."""
    path = Path(language) / exercise.name / f"{exercise.name}.ipynb"
    assert (NOTEBOOKS / path).read_bytes() == (built / path).read_bytes()


def test_languages_differ_in_prose_alone(built: Path, exercise: Exercise) -> None:
    """The same cells in the same order, the same code, the same graded cells."""
    french, english = (read(built, exercise, language)["cells"] for language in ("fr", "en"))
    assert len(french) == len(english)
    for one, other in zip(french, english, strict=True):
        assert (one["cell_type"], one["metadata"]) == (other["cell_type"], other["metadata"])
        if one["cell_type"] == "code":
            assert one["source"] == other["source"]
        elif not one["metadata"]:
            assert one["source"] != other["source"]


def test_it_is_a_notebook_without_outputs(built: Path, exercise: Exercise) -> None:
    """That every program for notebooks reads."""
    for language in LANGUAGES:
        path = built / language / exercise.name / f"{exercise.name}.ipynb"
        nbformat.validate(nbformat.read(path, as_version=4))
        assert not any(cell.get("outputs") for cell in read(built, exercise, language)["cells"])


def test_the_points_are_those_of_the_course(built: Path, exercise: Exercise) -> None:
    """A graded cell for each function; an answer and the module for whoever marks by hand."""
    cells = read(built, exercise, "en")["cells"]
    marks = {c["metadata"]["nbgrader"]["grade_id"]: c["metadata"]["nbgrader"] for c in cells if c["metadata"]}
    tests = {name for name, mark in marks.items() if mark["grade"] and not mark["solution"]}
    assert tests == {f"{exercise.short_name}-{function}" for function in exercise.functions}
    assert sum(marks[name]["points"] for name in tests) == exercise.points
    assert marks[f"{exercise.short_name}-answer"]["points"] == question_points()
    assert {f"{exercise.short_name}-{name}" for name in ("answer", "module", "import")} <= set(marks)


def test_it_lists_mistakes_that_can_be_looked_up(exercise: Exercise) -> None:
    """At least four, by names that `explain` knows."""
    text = "".join(cell.text.get("en", "") for cell in cells_of(source_of(exercise)))
    named = [name for name, known in lessons("en").items() if f"`{name}`" in text and exercise.name in known.exercises]
    assert len(named) >= 4


def test_no_line_of_a_solution_is_in_it(built: Path, exercise: Exercise) -> None:
    """Nor two in a row: a lesson shows the way, not the answer."""
    lines = [line.strip() for line in solution_of(exercise).read_text(encoding="utf-8").splitlines() if line.strip()]
    answer = {pair for pair in itertools.pairwise(lines) if sum(map(len, pair)) > 60}
    for cell in read(built, exercise, "en")["cells"]:
        shown = [line.strip() for line in cell["source"] if line.strip()]
        assert not answer & set(itertools.pairwise(shown))


def test_a_kernel_without_the_kit_says_so(built: Path, exercise: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    """In a sentence, and gives no points; nbgrader would take None for all of them."""
    first = next(cell for cell in read(built, exercise, "fr")["cells"] if cell["cell_type"] == "code")
    real = builtins.__import__

    def without_the_kit(name: str, *rest: Any) -> Any:
        if name == "autograder":
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    names: dict[str, Any] = {"__builtins__": vars(builtins) | {"__import__": without_the_kit}}
    exec("".join(first["source"]), names)
    assert names["check"]("anything") == 0
    assert "make lab" in capsys.readouterr().out

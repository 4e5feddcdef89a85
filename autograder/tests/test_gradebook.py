"""Marks in nbgrader's gradebook: real SQLite files, a real PostgreSQL, nbgrader's own reading of them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text

from autograder.command_line import main
from autograder.course import Exercise, exercises
from autograder.exports.gradebook import enter, grade_id
from autograder.exports.results import CannotExport
from autograder.tests.graded_class import FIRST, SECOND, result, small_class, student, write_class
from autograder.tests.postgresql import server

COURSE = "default_course"
MANUAL = "in-your-own-words"


@pytest.fixture(autouse=True)
def on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader finds the programs of its libraries on the path only, also where nobody has activated .venv."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def lay_out(url: str, *assignments: Exercise, points: float = 2.0) -> str:
    """Fills a new gradebook as `nbgrader generate_assignment` does: a test cell a function, a question for a person."""
    with Gradebook(url) as book:
        for exercise in assignments:
            book.add_assignment(exercise.name)
            book.add_notebook(exercise.name, exercise.name)
            for function in exercise.functions:
                cell = grade_id(exercise, function)
                book.add_grade_cell(cell, exercise.name, exercise.name, max_score=points, cell_type="code")
            book.add_grade_cell(MANUAL, exercise.name, exercise.name, max_score=3.0, cell_type="markdown")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A gradebook with two assignments, in each kind of database that nbgrader is used with."""
    if request.param == "sqlite":
        yield lay_out(f"sqlite:///{tmp_path / 'gradebook.db'}", FIRST, SECOND)
    else:
        with server() as address:
            yield lay_out(address, FIRST, SECOND)


def grade(book: Gradebook, cell: str, exercise: Exercise, name: str) -> Any:
    """What nbgrader holds of a cell."""
    return book.find_grade(cell, exercise.name, exercise.name, name)


def test_marks_land_in_the_cells_of_autograde(url: str) -> None:
    """The score of every function; nothing for what was not handed in, or where the grader was at fault."""
    entered = enter(url, small_class(), (FIRST, SECOND), COURSE)
    with Gradebook(url) as book:
        scores = {(each.student.id, each.assignment.name): each.score for each in _submissions(book)}
        assert scores == {
            ("1001", FIRST.name): 10,
            ("1001", SECOND.name): 10,
            ("1002", FIRST.name): 8,
            ("1002", SECOND.name): 6,
            ("1003", FIRST.name): 10,
            ("1003", SECOND.name): 8,
            ("1004", FIRST.name): 6,
        }
        right = grade(book, grade_id(FIRST, FIRST.functions[0]), FIRST, "1001")
        assert (right.auto_score, right.manual_score, right.needs_manual_grade) == (2, None, False)
        ungraded = grade(book, grade_id(SECOND, SECOND.functions[1]), SECOND, "1003")
        assert (ungraded.auto_score, ungraded.needs_manual_grade) == (None, True)
        assert grade(book, MANUAL, FIRST, "1001").needs_manual_grade
    assert entered.marks == 7 * 5 - 1
    assert (entered.to_review, entered.without_assignment, entered.without_cell) == (0, [], [])


def test_a_mark_given_by_hand_is_never_touched(url: str) -> None:
    """It counts as before, with extra credit and comment; a changed automatic mark asks for another look, once."""
    cell, name = grade_id(FIRST, FIRST.functions[0]), "1001"
    wrong, right = [student(name, result(FIRST, 0))], [student(name, result(FIRST))]
    enter(url, wrong, (FIRST,), COURSE)
    with Gradebook(url) as book:
        by_hand = grade(book, cell, FIRST, name)
        by_hand.manual_score, by_hand.extra_credit, by_hand.needs_manual_grade = 1.5, 0.25, False
        grade(book, MANUAL, FIRST, name).manual_score = 3.0
        book.db.commit()
    assert enter(url, wrong, (FIRST,), COURSE).to_review == 0
    with Gradebook(url) as book:
        assert not grade(book, cell, FIRST, name).needs_manual_grade
    assert enter(url, right, (FIRST,), COURSE).to_review == 1
    with Gradebook(url) as book:
        after = grade(book, cell, FIRST, name)
        assert (after.auto_score, after.manual_score, after.extra_credit, after.score) == (2, 1.5, 0.25, 1.75)
        assert after.needs_manual_grade
        assert grade(book, MANUAL, FIRST, name).manual_score == 3.0
        assert book.find_submission(FIRST.name, name).score == 8 + 1.75 + 3


def test_a_cell_keeps_the_points_that_it_was_given(tmp_path: Path) -> None:
    """An instructor who doubles the points of the cells has the marks doubled."""
    url = lay_out(f"sqlite:///{tmp_path / 'gradebook.db'}", FIRST, points=4.0)
    entered = enter(url, small_class(), exercises(), COURSE)
    with Gradebook(url) as book:
        assert book.find_submission(FIRST.name, "1002").score == 16
    assert entered.without_assignment == [exercise.name for exercise in exercises() if exercise is not FIRST]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_no_gradebook_is_said_in_a_sentence(
    tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No address, no file, another program's database, an empty gradebook: exit code 2, and nothing written."""
    graded = write_class(tmp_path / "graded")
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as foreign:
        foreign.execute("CREATE TABLE student (name TEXT)")
        foreign.commit()
    (tmp_path / "text.db").write_text("no database at all, only text\n" * 100)
    lay_out(f"sqlite:///{tmp_path / 'empty.db'}")
    before = {path: path.read_bytes() for path in tmp_path.glob("*.db")}
    for url in (
        "gradebook.db",
        f"sqlite:///{tmp_path / 'none.db'}",
        f"sqlite:///{tmp_path / 'foreign.db'}",
        f"sqlite:///{tmp_path / 'text.db'}",
        f"sqlite:///{tmp_path / 'empty.db'}",
        f"postgresql://teacher:secret@/postgres?host={tmp_path}",
    ):
        assert main(["export", "gradebook", str(graded), url, "--lang", language]) == 2, url
        error = capsys.readouterr().err
        assert error.count("\n") == 1 and "Traceback" not in error and "secret" not in error, error
    assert {path: path.read_bytes() for path in tmp_path.glob("*.db")} == before


def test_a_locked_gradebook_is_left_as_it_is(tmp_path: Path) -> None:
    """While somebody else writes to it, nothing is entered, and the sentence says why."""
    url = lay_out(f"sqlite:///{tmp_path / 'gradebook.db'}", FIRST)
    with closing(sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CannotExport) as problem:
            enter(f"{url}?timeout=0.2", small_class(), (FIRST,), COURSE)
        assert problem.value.code == "gradebook-locked"
        other.execute("ROLLBACK")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotExport) as problem:
            enter(f"{url}?timeout=0.2", small_class(), (FIRST,), COURSE)
        assert problem.value.code == "gradebook-locked"
        other.execute("ROLLBACK")
    assert enter(url, small_class(), (FIRST,), COURSE).marks == 4 * 5


def _submissions(book: Gradebook) -> list[Any]:
    return [submission for exercise in (FIRST, SECOND) for submission in book.assignment_submissions(exercise.name)]


def test_a_table_that_somebody_holds_is_not_waited_for_without_end() -> None:
    """PostgreSQL by itself would wait for ever."""
    with server() as address:
        lay_out(address, FIRST)
        engine = create_engine(address)
        with engine.connect() as other:
            other.execute(text("LOCK TABLE grade IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(CannotExport) as problem:
                enter(f"{address}&options=-c%20lock_timeout%3D200", small_class(), (FIRST,), COURSE)
        engine.dispose()
        assert problem.value.code == "gradebook-locked"
        assert "options" not in problem.value.data["url"]
        assert enter(address, small_class(), (FIRST,), COURSE).marks == 4 * 5


def test_nbgraders_own_tools_work_on(tmp_path: Path) -> None:
    """generate_assignment, autograde, then our mark and one by hand below another: feedback shows both."""
    written, by_hand = FIRST.functions[:2]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "cells": [cell_for(name) for name in (written, by_hand)]}
    notebook["metadata"] = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for place in (f"source/{FIRST.name}", f"submitted/1002/{FIRST.name}"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / f"{FIRST.name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    nbgrader(tmp_path, "generate_assignment", FIRST.name)
    nbgrader(tmp_path, "autograde", FIRST.name)
    with Gradebook(url) as book:
        assert book.find_submission(FIRST.name, "1002").score == 4
        grade(book, grade_id(FIRST, by_hand), FIRST, "1002").manual_score = 1.25
        book.db.commit()
    entered = enter(url, small_class()[1:2], (FIRST,), COURSE)
    assert entered.without_cell == [grade_id(FIRST, function) for function in FIRST.functions[2:]]
    nbgrader(tmp_path, "generate_feedback", FIRST.name)
    feedback = (tmp_path / "feedback" / "1002" / FIRST.name / f"{FIRST.name}.html").read_text(encoding="utf-8")
    for score in ("0.0 / 2.0", "1.25 / 2.0", "1.25 / 4.0"):
        assert f"(Score: {score})" in feedback


def cell_for(function: str) -> dict[str, Any]:
    """A test cell of a notebook, as nbgrader marks it; by itself, it gives every point."""
    settings = {"grade": True, "grade_id": grade_id(FIRST, function), "locked": True, "points": 2}
    settings |= {"schema_version": 3, "solution": False, "task": False}
    source = {"cell_type": "code", "id": function.replace("_", "-"), "source": f"# {function}"}
    return source | {"execution_count": None, "outputs": [], "metadata": {"nbgrader": settings}}


def nbgrader(folder: Path, *words: str) -> None:
    """Runs one of its commands, which must succeed."""
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr

"""Enters the marks into nbgrader's gradebook, in the cells that `nbgrader autograde` fills, through nbgrader's own API.

A notebook has one test cell for each function, named by `grade_id`. What a person has entered there — a mark, extra
credit, a comment — is never touched; when the automatic mark below it changes, nbgrader is told to ask for a new look.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, GradeCell, InvalidEntry, MissingEntry
from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from autograder.course import Exercise
from autograder.exports.results import CannotExport, Record, results_of

TABLES = {"alembic_version", "assignment", "base_cell", "grade", "student", "submitted_assignment"}
"""What tells a gradebook from any other database."""
PATIENCE = {"connect_timeout": "10", "options": "-c lock_timeout=10s"}
"""How long to wait for a PostgreSQL server, and for somebody who holds a table there; SQLite waits five seconds."""
Cells = Mapping[str, GradeCell]


@dataclass
class Entered:
    """How many marks were entered, how many of them changed below a mark given by hand, and what had no place."""

    marks: int = 0
    to_review: int = 0
    without_assignment: list[str] = field(default_factory=list)
    without_cell: list[str] = field(default_factory=list)


def grade_id(exercise: Exercise, function: str) -> str:
    """The name of the test cell of a function."""
    return f"{exercise.short_name}-{function}"


def enter(url: str, records: Iterable[Record], exercises: Sequence[Exercise], course: str) -> Entered:
    """Enters the marks of a class into the gradebook at `url`, which `nbgrader generate_assignment` has filled.

    An exercise's assignment has its name. A cell whose points somebody has changed keeps them: the mark is scaled. A
    function of which a check could not be graded is left to be graded by hand.
    Raises CannotExport when there is no such gradebook, when it is locked, or when it knows no exercise of the course.
    """
    place = _existing(url)
    with _in_plain_words(place), _quiet():
        _must_be_a_gradebook(place)
        with Gradebook(place.render_as_string(hide_password=False), course_id=course) as book:
            return _enter(book, records, exercises)


def _enter(book: Gradebook, records: Iterable[Record], exercises: Sequence[Exercise]) -> Entered:
    entered = Entered()
    cells: dict[str, Cells] = {}
    for exercise in exercises:
        try:
            assignment = book.find_assignment(exercise.name)
        except MissingEntry:
            entered.without_assignment.append(exercise.name)
            continue
        cells[exercise.name] = {cell.name: cell for notebook in assignment.notebooks for cell in notebook.grade_cells}
        names = [grade_id(exercise, function) for function in exercise.functions]
        entered.without_cell += [name for name in names if name not in cells[exercise.name]]
    if not cells:
        raise CannotExport("gradebook-no-assignment", names=", ".join(each.name for each in exercises))
    for record in records:
        known = [exercise for exercise in exercises if exercise.name in cells]
        for exercise, result in results_of(record, known):
            _enter_result(book, record["student"], exercise, result["checks"], cells[exercise.name], entered)
        book.db.commit()
    return entered


def _enter_result(
    book: Gradebook, student: str, exercise: Exercise, checks: Sequence[Any], cells: Cells, entered: Entered
) -> None:
    """The marks of one submission, a cell for each function."""
    book.update_or_create_student(student)
    submission = book.update_or_create_submission(exercise.name, student)
    grades = {grade.cell_id: grade for notebook in submission.notebooks for grade in notebook.grades}
    for function in exercise.functions:
        cell = cells.get(grade_id(exercise, function))
        of_function = [check for check in checks if check["function"] == function]
        if cell is None or cell.id not in grades or not of_function:
            continue
        grade = grades[cell.id]
        before, grade.auto_score = grade.auto_score, _score(of_function, cell.max_score)
        if grade.manual_score is None:
            grade.needs_manual_grade = grade.auto_score is None
        elif grade.auto_score != before:
            grade.needs_manual_grade = True
            entered.to_review += 1
        entered.marks += grade.auto_score is not None


def _score(checks: Sequence[Any], cell_points: float) -> float | None:
    """The points of a function out of its cell's; None when not all of it could be graded."""
    possible = sum(check["max_points"] for check in checks)
    if possible == 0 or any(check["outcome"] == "not graded" for check in checks):
        return None
    return float(round(sum(check["points"] for check in checks) / possible * cell_points, 4))


def _existing(url: str) -> URL:
    """The address of a database; of a file, only when it is there: a gradebook is made by nbgrader alone."""
    try:
        place = make_url(url)
    except ArgumentError:
        raise CannotExport("gradebook-url") from None
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").is_file():
        raise CannotExport("gradebook-missing", url=_shown(place))
    if place.get_backend_name() == "postgresql" and place.get_driver_name().startswith("psycopg"):
        return place.update_query_dict({key: value for key, value in PATIENCE.items() if key not in place.query})
    return place


def _must_be_a_gradebook(place: URL) -> None:
    """Looks at the tables first, because nbgrader would add its own to any database that it is shown."""
    engine = create_engine(place)
    try:
        found = set(inspect(engine).get_table_names())
    finally:
        engine.dispose()
    if not found:
        raise CannotExport("gradebook-missing", url=_shown(place))
    if not found >= TABLES:
        raise CannotExport("gradebook-foreign", url=_shown(place))


def _shown(place: URL) -> str:
    """The address as a person wrote it, without a password."""
    return place.difference_update_query(PATIENCE).render_as_string()


@contextmanager
def _in_plain_words(place: URL) -> Iterator[None]:
    """Makes one sentence of what a database can answer; a password never gets into it."""
    try:
        yield
    except (SQLAlchemyError, InvalidEntry) as problem:
        cause = problem.orig if isinstance(problem, DBAPIError) and problem.orig else problem
        detail = str(cause).strip().partition("\n")[0]
        code = next(
            (
                code
                for words, code in (
                    ("is locked", "gradebook-locked"),
                    ("lock timeout", "gradebook-locked"),
                    ("not a database", "gradebook-foreign"),
                )
                if words in str(problem)
            ),
            "gradebook-failed",
        )
        raise CannotExport(code, url=_shown(place), error=detail[:300]) from problem


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps tracebacks and warnings of nbgrader's libraries from an instructor who is told the same in a sentence."""
    log = logging.getLogger("tornado.application")
    disabled = log.disabled
    log.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = disabled

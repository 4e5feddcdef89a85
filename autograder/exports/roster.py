"""Who is in the class: a list of names, nbgrader's or anybody's table, or Moodle's grading worksheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from autograder.exports.results import CannotExport
from autograder.exports.worksheet import is_worksheet, participants

HEADINGS = {"id", "student", "student_id", "étudiant", "etudiant", "identifiant", "identifier"}


def read_roster(path: Path) -> dict[str, str]:
    """What to call each student on a page, by the name that `grade` knows: the first column, or Moodle's number.

    Raises CannotExport when the file cannot be read.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise CannotExport("unreadable", folder=path, error=error.strerror) from error
    except UnicodeDecodeError:
        raise CannotExport("roster-not-text", file=path) from None
    if is_worksheet(content):
        return participants(content)
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row and row[0].strip()]
    except csv.Error:
        raise CannotExport("roster-not-text", file=path) from None
    if rows and rows[0][0].strip().lower() in HEADINGS:
        del rows[0]
    return {row[0].strip(): row[0].strip() for row in rows}

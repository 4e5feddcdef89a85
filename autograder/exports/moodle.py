"""Fills in the grading worksheet that Moodle lets a teacher download from an assignment, to be uploaded there again.

Moodle finds the columns by their titles, in the language of the person who uploads, and the participant by the number
at the end of the identifier. It leaves alone who was graded in Moodle since the download, by the column "Last modified
(grade)": all columns but the mark and the comment therefore stay as they came.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.course import Exercise
from autograder.exports.results import CannotExport, Record, is_complete, results_of
from autograder.report.record import number
from autograder.texts import lesson

TITLES = {
    "identifier": ("Identifier", "Identifiant"),
    "name": ("Full name", "Nom complet"),
    "email": ("Email address", "Adresse de courriel", "Adresse courriel"),
    "mark": ("Grade", "Note"),
    "most": ("Maximum Grade", "Maximum grade", "Note maximale"),
    "changeable": ("Grade can be changed", "La note peut être modifiée"),
    "modified": ("Last modified (grade)", "Dernière modification (note)"),
    "comment": ("Feedback comments", "Feedback par commentaires"),
}
NEEDED = ("identifier", "mark", "modified")
NO = ("No", "Non")
PARTICIPANT = re.compile(r"(\d+)\s*$")
FORMULA = re.compile(r"^[=+\-@\t\r]")
"""How a cell begins that a spreadsheet computes; Moodle itself writes a lone dash for "never"."""


@dataclass
class Filled:
    """A worksheet, filled in: its bytes, and by name whose mark was entered, and whose could not be."""

    content: bytes = b""
    entered: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def fill_in(worksheet: bytes, records: Iterable[Record], exercises: Sequence[Exercise], language: str) -> Filled:
    """The worksheet with the marks of these exercises together, scaled to the worksheet's own maximum.

    Who has handed in none of them keeps the row as it is, and so does whoever has a check that could not be graded.
    Raises CannotExport for what is no worksheet, and for the worksheet of another course.
    """
    rows = _rows(worksheet)
    column = _columns(rows[0] if rows else [])
    by_name = {record["student"].casefold(): record for record in records}
    filled, seen = Filled(), set()
    for row in rows[1:]:
        name = next((name for name in _names(row, column) if name in by_name), None)
        if name is None:
            continue
        seen.add(name)
        record = by_name[name]
        results = results_of(record, exercises)
        if "changeable" in column and row[column["changeable"]].strip() in NO:
            filled.locked.append(record["student"])
        elif not is_complete(record, exercises):
            filled.incomplete.append(record["student"])
        elif results:
            row[column["mark"]] = _mark(results, exercises, row, column)
            _comment(row, column, results, language)
            filled.entered.append(record["student"])
    if not seen:
        raise CannotExport("moodle-other-course")
    filled.elsewhere = [record["student"] for name, record in by_name.items() if name not in seen]
    filled.content = _written(rows, column, bom=worksheet.startswith(b"\xef\xbb\xbf"))
    return filled


def is_worksheet(content: bytes) -> bool:
    """Whether this is a grading worksheet."""
    try:
        rows = _rows(content)
        return bool(rows and _columns(rows[0]))
    except CannotExport:
        return False


def participants(worksheet: bytes) -> dict[str, str]:
    """The full name of each participant by number; the number itself where Moodle hides the names."""
    rows = _rows(worksheet)
    column = _columns(rows[0])
    numbered = ((PARTICIPANT.search(row[column["identifier"]]), row) for row in rows[1:])
    return {
        found[1]: (row[column["name"]].strip() if "name" in column else "") or found[1]
        for found, row in numbered
        if found is not None
    }


def _rows(worksheet: bytes) -> list[list[str]]:
    """The cells, each row as long as the first; also of a worksheet that a spreadsheet has saved with semicolons."""
    try:
        text = worksheet.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotExport("moodle-not-a-worksheet") from None
    first = text.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > 2 else ","))
    except csv.Error:
        raise CannotExport("moodle-not-a-worksheet") from None
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows if row]


def _columns(titles: Sequence[str]) -> dict[str, int]:
    """The places of the columns that we know, in whichever language they are titled."""
    stripped = [title.strip() for title in titles]
    found = {key: stripped.index(title) for key, known in TITLES.items() for title in known if title in stripped}
    if not all(key in found for key in NEEDED):
        raise CannotExport("moodle-not-a-worksheet")
    return found


def _names(row: Sequence[str], column: dict[str, int]) -> Iterable[str]:
    """What a student of this row can be called: the participant's number, the address."""
    if number_found := PARTICIPANT.search(row[column["identifier"]]):
        yield number_found[1]
    if "email" in column:
        yield row[column["email"]].strip().casefold()


def _mark(
    results: Sequence[tuple[Exercise, Any]],
    exercises: Sequence[Exercise],
    row: Sequence[str],
    column: dict[str, int],
) -> str:
    """The points together, as a mark out of the row's maximum, with its decimal sign."""
    earned, possible = sum(result["points"] for _, result in results), sum(each.points for each in exercises)
    most = row[column["most"]].strip() if "most" in column else ""
    try:
        scale = float(most.replace(",", ".")) / possible if most else 1.0
    except ValueError:
        raise CannotExport("moodle-scale", maximum=most[:40]) from None
    mark = str(number(round(earned * scale, 2)))
    return mark.replace(".", ",") if "," in most else mark


def _comment(row: list[str], column: dict[str, int], results: Sequence[tuple[Exercise, Any]], language: str) -> None:
    """Enters the points of each exercise and what to mend; a comment that somebody has written stays."""
    if "comment" not in column:
        return
    there = row[column["comment"]].strip()
    if there and not any(there.startswith(f"{exercise.short_name} ") for exercise, _ in results):
        return
    lines = []
    for exercise, result in results:
        names = dict.fromkeys(check["mistake"] for check in result["checks"] if check["mistake"])
        found = [known.title for name in names if (known := lesson(name, language))]
        line = f"{exercise.short_name} {number(result['points'])}/{exercise.points}"
        lines.append(html.escape(f"{line} : {' ; '.join(found)}" if found else line, quote=False))
    row[column["comment"]] = "<br>".join(lines)


def _written(rows: Sequence[Sequence[str]], column: dict[str, int], *, bom: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow(
            [
                f"'{cell}" if FORMULA.match(cell) and cell != "-" and place != column["modified"] else cell
                for place, cell in enumerate(row)
            ]
        )
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")

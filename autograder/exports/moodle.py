"""Fills in the grading worksheet that Moodle lets a teacher download from an assignment, to be uploaded there again.

Moodle leaves alone who was graded there since the download, by the column "Last modified (grade)": all columns but the
mark and the comment therefore stay as they came.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.course import Exercise
from autograder.exports.results import CannotExport, Record, is_complete, results_of
from autograder.exports.worksheet import find_columns, names_of, read_rows, written
from autograder.report.record import number
from autograder.texts import lesson

NO = ("No", "Non")


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
    rows = read_rows(worksheet)
    column = find_columns(rows[0] if rows else [])
    by_name = {record["student"].casefold(): record for record in records}
    filled, seen = Filled(), set()
    for row in rows[1:]:
        name = next((name for name in names_of(row, column) if name in by_name), None)
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
    filled.content = written(rows, column, bom=worksheet.startswith(b"\xef\xbb\xbf"))
    return filled


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

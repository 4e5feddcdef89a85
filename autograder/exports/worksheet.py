"""Moodle's grading worksheet as a table: what its columns are called, whose row is whose, and its text again.

Moodle finds the columns by their titles, in the language of the person who uploads, and the participant by the number
at the end of the identifier.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from autograder.exports.results import CannotExport

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
PARTICIPANT = re.compile(r"(\d+)\s*$")
FORMULA = re.compile(r"^[=+\-@\t\r]")
"""How a cell begins that a spreadsheet computes; Moodle itself writes a lone dash for "never"."""


def is_worksheet(content: bytes) -> bool:
    """Whether this is a grading worksheet."""
    try:
        rows = read_rows(content)
        return bool(rows and find_columns(rows[0]))
    except CannotExport:
        return False


def participants(worksheet: bytes) -> dict[str, str]:
    """The full name of each participant by number; the number itself where Moodle hides the names."""
    rows = read_rows(worksheet)
    column = find_columns(rows[0])
    numbered = ((PARTICIPANT.search(row[column["identifier"]]), row) for row in rows[1:])
    return {
        found[1]: (row[column["name"]].strip() if "name" in column else "") or found[1]
        for found, row in numbered
        if found is not None
    }


def read_rows(worksheet: bytes) -> list[list[str]]:
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


def find_columns(titles: Sequence[str]) -> dict[str, int]:
    """The places of the columns that we know, in whichever language they are titled."""
    stripped = [title.strip() for title in titles]
    found = {key: stripped.index(title) for key, known in TITLES.items() for title in known if title in stripped}
    if not all(key in found for key in NEEDED):
        raise CannotExport("moodle-not-a-worksheet")
    return found


def names_of(row: Sequence[str], column: dict[str, int]) -> Iterable[str]:
    """What a student of this row can be called: the participant's number, the address."""
    if number_found := PARTICIPANT.search(row[column["identifier"]]):
        yield number_found[1]
    if "email" in column:
        yield row[column["email"]].strip().casefold()


def written(rows: Sequence[Sequence[str]], column: dict[str, int], *, bom: bool) -> bytes:
    """The worksheet's bytes; a cell that a spreadsheet would compute becomes a text, but for what Moodle compares."""
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

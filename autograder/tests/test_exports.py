# cases: 53, 61
"""What else is made of a graded class: JUnit, Moodle's worksheet, Gradescope; and how `export` answers."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograder.command_line import main
from autograder.course import ROOT
from autograder.exports.gradescope import write_zip
from autograder.exports.junit import write_junit
from autograder.exports.moodle import fill_in
from autograder.exports.results import CannotExport, read_class
from autograder.exports.worksheet import TITLES
from autograder.samples import solution_of
from autograder.tests.canaries import need_sandbox
from autograder.tests.graded_class import FIRST, MISTAKE, SECOND, result, small_class, student, write_class
from autograder.texts import lesson

ENGLISH = [
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
]  # fmt: skip
FRENCH = [
    "Identifiant", "Nom complet", "Adresse de courriel", "Statut", "Note", "Note maximale",
    "La note peut être modifiée", "Dernière modification (travail remis)", "Dernière modification (note)",
    "Feedback par commentaires",
]  # fmt: skip


def worksheet(titles: list[str], *numbers: str, maximum: str = "20.00", bom: bool = True, **cells: str) -> bytes:
    """A worksheet as Moodle makes it, a row for each participant; `cells` stand in every row, by their keys."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(titles)
    for number in numbers:
        row = [f"Participant {number}", "Léa Martin", "lea@example.org", "Submitted", "", maximum, "Yes"]
        row += ["Monday, 2 February 2026, 10:00 AM", "-", ""]
        for key, cell in cells.items():
            row[next(titles.index(title) for title in TITLES[key] if title in titles)] = cell
        writer.writerow(row)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a worksheet, by the English titles."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [dict(zip(ENGLISH, row, strict=True)) for row in rows[1:]]


def test_junit_has_a_case_for_each_check(tmp_path: Path) -> None:
    """Failures, errors and counts are those of the class; the mistake is the failure's type."""
    count = write_junit(small_class(), tmp_path / "report.xml", "en")
    root = ElementTree.parse(tmp_path / "report.xml").getroot()
    assert count == len(root.findall(".//testcase")) == int(root.attrib["tests"])
    assert int(root.attrib["failures"]) == len(root.findall(".//failure")) == 5
    assert int(root.attrib["errors"]) == len(root.findall(".//error")) == 2
    failure = root.find(".//failure")
    assert failure is not None and failure.attrib["type"] == MISTAKE and "Return it." in (failure.text or "")


def test_junit_is_well_formed_whatever_a_student_prints(tmp_path: Path) -> None:
    """Characters that XML cannot hold, and its own signs."""
    fact = "came \x00\x1b[31m ]]> <b> & \ud800 \ufffe é"
    write_junit([student("ada", result(FIRST, 0, fact=fact))], tmp_path / "report.xml", "fr")
    failure = ElementTree.parse(tmp_path / "report.xml").getroot().find(".//failure")
    assert failure is not None and "]]> <b> & " in failure.attrib["message"] and "é" in failure.attrib["message"]


@pytest.mark.parametrize("titles", [ENGLISH, FRENCH], ids=["en", "fr"])
@pytest.mark.parametrize("bom", [True, False])
def test_moodle_marks_are_scaled_to_the_worksheet(titles: list[str], bom: bool) -> None:
    """By the participant's number, in the two languages; the byte order mark stays where it was."""
    filled = fill_in(worksheet(titles, "1001", "1002", "77", bom=bom), small_class(), (FIRST, SECOND), "en")
    assert filled.content.startswith(b"\xef\xbb\xbf") is bom
    right, wrong, stranger = rows_of(filled.content)
    assert (right["Grade"], wrong["Grade"], stranger["Grade"]) == ("20", "14", "")
    known = lesson(MISTAKE, "en")
    assert known is not None and known.title in wrong["Feedback comments"]
    assert filled.entered == ["1001", "1002"]
    assert filled.elsewhere == ["1003", "1004", "1005"]


def test_moodle_leaves_alone_whom_it_must() -> None:
    """Who is not wholly graded, whose mark is locked, what a teacher has written, the time that Moodle compares."""
    incomplete = fill_in(worksheet(ENGLISH, "1003", "1005", "1001"), small_class(), (FIRST, SECOND), "en")
    assert incomplete.incomplete == ["1003", "1005"]
    assert [row["Grade"] for row in rows_of(incomplete.content)] == ["", "", "20"]
    locked = fill_in(worksheet(FRENCH, "1001", changeable="Non", mark="3,00"), small_class(), (FIRST,), "fr")
    assert locked.locked == ["1001"] and rows_of(locked.content)[0]["Grade"] == "3,00"
    written = fill_in(worksheet(ENGLISH, "1001", comment="See me.", modified="-"), small_class(), (FIRST,), "en")
    assert rows_of(written.content)[0]["Feedback comments"] == "See me."
    assert rows_of(written.content)[0]["Last modified (grade)"] == "-"


def test_moodle_is_filled_in_again_after_a_second_grading() -> None:
    """A comment of ours is replaced; a French worksheet keeps its decimal comma; one exercise alone can be entered."""
    first = fill_in(worksheet(FRENCH, "1002", maximum="15,00"), small_class(), (FIRST,), "fr").content
    assert rows_of(first)[0]["Grade"] == "12"
    again = fill_in(first, [student("1002", result(FIRST))], (FIRST, SECOND), "fr").content
    assert rows_of(again)[0]["Grade"] == "7,5"
    assert rows_of(again)[0]["Feedback comments"] == f"{FIRST.short_name} {FIRST.points}/{FIRST.points}"


def test_moodle_cells_are_no_formulas() -> None:
    """A name that a spreadsheet would compute is shown instead; semicolons of a spreadsheet become commas."""
    sheet = worksheet(ENGLISH, "1001").replace(b"L\xc3\xa9a Martin", b"=cmd|' /C calc'!A0")
    assert rows_of(fill_in(sheet, small_class(), (FIRST,), "en").content)[0]["Full name"].startswith("'=cmd")
    semicolons = worksheet(ENGLISH, "1001").replace(b'"Monday, 2 February 2026, 10:00 AM"', b"-").replace(b",", b";")
    assert rows_of(fill_in(semicolons, small_class(), (FIRST,), "en").content)[0]["Grade"] == "20"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "moodle-not-a-worksheet"),
        (b"student,total\nada,3\n", "moodle-not-a-worksheet"),
        ("Identifier,Note\nÉ".encode("latin-1"), "moodle-not-a-worksheet"),
        (worksheet(ENGLISH, "5", "6"), "moodle-other-course"),
        (worksheet(ENGLISH), "moodle-other-course"),
        (worksheet(ENGLISH, "1001", maximum="Excellent"), "moodle-scale"),
    ],
)
def test_moodle_says_what_is_not_its_worksheet(content: bytes, code: str) -> None:
    """By a message of its own."""
    with pytest.raises(CannotExport) as problem:
        fill_in(content, small_class(), (FIRST,), "en")
    assert problem.value.code == code


def test_a_wrong_worksheet_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and a sentence, in both languages."""
    graded = write_class(tmp_path / "graded")
    (tmp_path / "sheet.csv").write_bytes(worksheet(ENGLISH, "5"))
    for language, words in (("en", "another assignment or course"), ("fr", "d’un autre devoir")):
        asked = ["export", "moodle", str(graded), str(tmp_path / "sheet.csv"), str(tmp_path / "out.csv")]
        assert main([*asked, "--lang", language]) == 2
        assert words in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_export_answers_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No results, an unknown student or exercise, a file that cannot be written: exit code 2 and a sentence."""
    graded = write_class(tmp_path / "graded")
    (tmp_path / "sheet.csv").write_bytes(worksheet(ENGLISH, "1001"))
    target = str(tmp_path / "file")
    for words, said in (
        (["junit", str(tmp_path), target], "holds no results"),
        (["junit", str(graded), str(tmp_path / "no" / "file")], "cannot be written"),
        (["gradescope", str(graded), "nobody", target], "nobody"),
        (["moodle", str(graded), str(tmp_path / "none.csv"), target], "cannot be read"),
        (["moodle", str(graded), str(tmp_path / "sheet.csv"), target, "--exercise", "ex99"], "ex99"),
        (["paper"], "gradescope-zip"),
    ):
        assert main(["export", *words, "--lang", "en"]) == 2, words
        assert said in capsys.readouterr().err, words
    assert main(["export", "moodle", str(graded), str(tmp_path / "sheet.csv"), target, "--lang", "en"]) == 0
    assert "1 mark is entered" in capsys.readouterr().out


def test_only_records_are_read(tmp_path: Path) -> None:
    """Other files of the folder are none of the class."""
    write_class(tmp_path)
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "copy.json").write_text(json.dumps(student("1001")))
    assert read_class(tmp_path) == small_class()


def test_gradescope_results_tell_every_check(tmp_path: Path) -> None:
    """Points and what a student reads; without a sandbox it says so."""
    records = [student("submission", result(FIRST, 0) | {"isolation": "none"})]
    graded = write_class(tmp_path / "graded", records)
    assert (
        main(["export", "gradescope", str(graded), "submission", str(tmp_path / "results.json"), "--lang", "en"]) == 0
    )
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert results["score"] == sum(test["score"] for test in results["tests"]) == records[0]["points"]
    assert sum(test["max_score"] for test in results["tests"]) == FIRST.points
    assert "It came to nothing." in results["tests"][0]["output"] and "Return it." in results["tests"][0]["output"]
    assert [test["status"] for test in results["tests"][:2]] == ["failed", "passed"]
    assert "without a sandbox" in results["output"]


def test_gradescope_grades_with_what_is_in_the_zip(tmp_path: Path) -> None:
    """The zip is laid out as Gradescope does it, then its own script grades a right submission and an empty one."""
    need_sandbox()
    write_zip(tmp_path / "autograder.zip")
    write_zip(tmp_path / "again.zip")
    assert (tmp_path / "autograder.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()
    root = tmp_path / "autograder"
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        archive.extractall(root / "source")
        for script in ("setup.sh", "run_autograder"):
            assert archive.getinfo(script).external_attr >> 16 & 0o111
        assert not any(name.startswith(("solutions/", "autograder/tests/")) for name in archive.namelist())
    assert solution_of(FIRST).read_text(encoding="utf-8") not in "".join(
        path.read_text(encoding="utf-8") for path in (root / "source").rglob("*.py")
    )
    (root / "submission").mkdir()
    (root / "submission" / f"{FIRST.name}.py").write_bytes(solution_of(FIRST).read_bytes())
    results = run_autograder(root)
    assert {test["name"].partition(" ")[0] for test in results["tests"]} == {FIRST.short_name}
    assert results["score"] == FIRST.points, results
    (root / "submission" / f"{FIRST.name}.py").rename(root / "submission" / "renamed.py")
    assert run_autograder(root)["score"] == 0


def run_autograder(root: Path) -> dict[str, Any]:
    """What Gradescope would read after a submission."""
    subprocess.run(
        ["bash", root / "source" / "run_autograder"],
        env=os.environ | {"GRADESCOPE_ROOT": str(root), "GRADESCOPE_PYTHON": sys.executable, "PYTHONPATH": ""},
        cwd=ROOT,
        capture_output=True,
        timeout=120,
    )
    found: dict[str, Any] = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    return found

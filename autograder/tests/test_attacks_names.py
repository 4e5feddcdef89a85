# cases: 52, 53
"""Names from strangers: none is the path of another, the cell of a table, or the twin of somebody else's."""

from __future__ import annotations

import io
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import pytest

from autograder.course import exercises
from autograder.grading.book import Book
from autograder.grading.intake import Submission, take_in, unfit_name
from autograder.grading.pool import Graded
from autograder.tests.canaries import ON_LINUX
from autograder.tests.small_class import EXERCISE, MODULE, SOURCE, hand_in, students_in

pytestmark = ON_LINUX

HOSTILE_NAMES = {
    "": "bad-name-length",
    "a" * 300: "bad-name-length",
    "\U00020000" * 60: "bad-name-length",
    "..": "bad-name-characters",
    "a..b": "bad-name-characters",
    "../../x": "bad-name-characters",
    "a\\b": "bad-name-characters",
    "a:b": "bad-name-characters",
    "a\nb": "bad-name-characters",
    "a\tb": "bad-name-characters",
    "a\0b": "bad-name-characters",
    "a\x1b[2Jb": "bad-name-characters",
    "a\u202eb": "bad-name-characters",
    "a\u200bb": "bad-name-characters",
    "a,b": "bad-name-characters",
    'a"b': "bad-name-characters",
    "a\udc80b": "bad-name-characters",
    "=cmd|' /C calc'!A0": "bad-name-characters",
    "=1": "bad-name-characters",
    "+1": "bad-name-characters",
    "-1": "bad-name-characters",
    "@x": "bad-name-characters",
    " a": "bad-name-characters",
    "CON": "bad-name-reserved",
    "nul.txt": "bad-name-reserved",
    "com1": "bad-name-reserved",
    "Class": "bad-name-reserved",
    "a.": "bad-name-reserved",
    "a ": "bad-name-reserved",
}
HONEST_NAMES = ["ada", "p123456", "Élise Müller", "ada.lovelace@example.org", "o_x-y", "Ωmega", "כהן", "李小龍", "42"]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=repr)
def test_a_hostile_name_is_refused(name: str) -> None:
    """It could not be the name of a file, or of a cell of a table."""
    assert unfit_name(name) == HOSTILE_NAMES[name]


@pytest.mark.parametrize("name", HONEST_NAMES)
def test_a_name_of_a_person_is_taken(name: str) -> None:
    """Whatever its letters are, and at its longest."""
    assert unfit_name(name) == ""


def test_hostile_names_in_an_archive_keep_nobody_out(tmp_path: Path) -> None:
    """Each is refused, named in visible characters; nobody gets the place of another."""
    path = tmp_path / "class.tar"
    hostile = [name or "_" for name in HOSTILE_NAMES if not {"/", "\0"} & set(name) and name != ".."]
    with tarfile.open(path, "w", encoding="utf-8", errors="surrogateescape") as archive:
        for student in ("ada", *hostile, "zoe"):
            row = tarfile.TarInfo(f"{student}/{EXERCISE.name}/{MODULE}")
            row.size = len(SOURCE)
            archive.addfile(row, io.BytesIO(SOURCE))
    intake = take_in(path, exercises())
    assert students_in(intake) == ["ada", "zoe"]
    assert len(intake.refusals) == len(hostile)
    assert all(refusal.name.isprintable() and len(refusal.name) <= 200 for refusal in intake.refusals)


def test_the_longest_name_that_is_taken_is_a_name_of_a_file(tmp_path: Path) -> None:
    """Written with its ending, whatever its letters are."""
    for name in ("a" * 64, "é" * 64, "\U00020000" * 50):
        assert unfit_name(name) == ""
        book = Book(exercises(), tmp_path, [Submission(name, EXERCISE, SOURCE)], "en")
        book.store.open()
        book.enter(Graded(Submission(name, EXERCISE, SOURCE), 1, "none", None, "its judge ended"))
        assert (tmp_path / f"{name}.json").exists()


def test_twins_do_not_overwrite_each_other(tmp_path: Path) -> None:
    """Names that some system takes for the same: the first is taken, the other is refused."""
    composed, taken_apart = "Éva", unicodedata.normalize("NFD", "Éva")
    for student in ("ADA", "ada", composed, taken_apart, "ﬁn", "fin", "bob", "ｂob"):
        hand_in(tmp_path, student)
    intake = take_in(tmp_path, exercises())
    assert len(set(students_in(intake))) == len(students_in(intake)) == 4
    assert [refusal.reason for refusal in intake.refusals] == ["name-twin"] * 4


def test_an_accent_as_a_character_of_its_own_is_the_same_letter(tmp_path: Path) -> None:
    """macOS writes names so: the student is taken in, under the usual form."""
    hand_in(tmp_path, unicodedata.normalize("NFD", "Éva"))
    assert students_in(take_in(tmp_path, exercises())) == ["Éva"]


def test_a_file_name_does_not_make_another_student(tmp_path: Path) -> None:
    """What a student has named comes after the number that Moodle has put before it."""
    bait = f"x_999_assignsubmission_file_{MODULE}"
    (tmp_path / f"Mallory_12_assignsubmission_file_{bait}").write_bytes(SOURCE)
    folder = tmp_path / "Eve_77_assignsubmission_file__13_assignsubmission_file_"
    folder.mkdir()
    (folder / MODULE).write_bytes(SOURCE)
    hand_in(tmp_path / "ada" / "zoe", "zoe")
    with zipfile.ZipFile(tmp_path / "bob.zip", "w") as archive:
        archive.writestr(f"Ada_999_assignsubmission_file_/zoe/{MODULE}", SOURCE)
    assert students_in(take_in(tmp_path, exercises())) == ["13", "ada", "bob"]


LAYOUTS = [
    "{number}/" + EXERCISE.name + "/" + MODULE,
    "Jean-René Müller_{number}_assignsubmission_file_/" + MODULE,
    "Jean-René Müller_{number}_assignsubmission_file_" + MODULE,
    "Participant {number}_{number}_assignsubmission_file_/exercices/" + MODULE,
]
WINDOWS = "{number}\\" + EXERCISE.name + "\\" + MODULE
"""As some programs on Windows write paths into archives."""


@pytest.mark.parametrize(
    ("kind", "layout"),
    [*((kind, layout) for kind in ("zip", "tar.gz", "folder") for layout in LAYOUTS), ("zip", WINDOWS)],
)
def test_every_layout_is_taken_from_a_folder_and_from_archives(layout: str, kind: str, tmp_path: Path) -> None:
    """nbgrader's, both of Moodle's, and what a student's own folders make of them."""
    paths = [layout.format(number=number) for number in (101, 102)]
    source = tmp_path / f"class.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(source, "w") as archive:
            for path in paths:
                archive.writestr(path, SOURCE)
    elif kind == "tar.gz":
        with tarfile.open(source, "w:gz") as tar:
            for path in paths:
                row = tarfile.TarInfo(path)
                row.size = len(SOURCE)
                tar.addfile(row, io.BytesIO(SOURCE))
    else:
        for path in paths:
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            (source / path).write_bytes(SOURCE)
    intake = take_in(source, exercises())
    assert (students_in(intake), intake.refusals) == (["101", "102"], [])

"""Folders from strangers: files, names and sources that are none are refused or judged; everybody else is graded."""

from __future__ import annotations

import io
import os
import re
import socket
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import pytest

from autograder.course import exercises, find
from autograder.grading.class_run import Book
from autograder.grading.intake import MOST_FILES, Intake, Submission, take_in, unfit_name
from autograder.grading.pool import Graded
from autograder.sandbox import MAX_SOURCE
from autograder.tests.verdicts import explain, judge_all

EXERCISE = find("ex05")
NAME = EXERCISE.name
MODULE = f"{NAME}.py"
SOURCE = b"def receive_all(sock):\n    return b''\n"


def hand_in(folder: Path, student: str, content: bytes | None = SOURCE) -> Path:
    """The path of a student's module, as nbgrader lays it out; written when there is content."""
    path = folder / student / NAME / MODULE
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        path.write_bytes(content)
    return path


def students_in(intake: Intake) -> list[str]:
    """Whose submissions were taken in."""
    return [submission.student for submission in intake.submissions]


def test_what_is_no_file_of_its_own_is_refused(tmp_path: Path) -> None:
    """Links, pipes, sockets, folders and files that are too large: each named with its reason, the others taken."""
    folder = tmp_path / "submitted"
    for honest in ("ada", "zoe"):
        hand_in(folder, honest)
    key = tmp_path / "solution.py"
    key.write_bytes(b"the answer")
    hand_in(folder, "link", None).symlink_to(key)
    hand_in(folder, "hard", None).hardlink_to(key)
    os.mkfifo(hand_in(folder, "pipe", None))
    hand_in(folder, "folder", None).mkdir()
    hand_in(folder, "endless", None).symlink_to("/dev/zero")
    hand_in(folder, "large", bytes(MAX_SOURCE + 1))
    (folder / "elsewhere").symlink_to(tmp_path)
    loop = folder / "loop" / NAME
    loop.mkdir(parents=True)
    (loop / "again").symlink_to(loop)
    with socket.socket(socket.AF_UNIX) as sock:
        here = Path.cwd()
        os.chdir(hand_in(folder, "socket", None).parent)  # the path of a socket is short
        sock.bind(MODULE)
        os.chdir(here)
        intake = take_in(folder, exercises())
    assert students_in(intake) == ["ada", "zoe"]
    assert {refusal.name.partition("/")[0]: refusal.reason for refusal in intake.refusals} == {
        "link": "symbolic-link",
        "hard": "hard-link",
        "pipe": "not-a-regular-file",
        "folder": "not-a-regular-file",
        "endless": "symbolic-link",
        "large": "module-too-large",
        "elsewhere": "not-a-regular-file",
        "loop": "not-a-regular-file",
        "socket": "unreadable-file",
    }
    assert all(submission.source == SOURCE for submission in intake.submissions)


def test_a_student_with_too_many_files_keeps_nobody_out(tmp_path: Path) -> None:
    """Only their own are refused."""
    for student in ("ada", "mallory", "zoe"):
        hand_in(tmp_path, student)
    for number in range(MOST_FILES):
        (tmp_path / "mallory" / str(number)).touch()
    intake = take_in(tmp_path, exercises())
    assert {"ada", "zoe"} <= set(students_in(intake))
    assert [(refusal.name, refusal.reason) for refusal in intake.refusals] == [("mallory", "too-many-files")]


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
            row = tarfile.TarInfo(f"{student}/{NAME}/{MODULE}")
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
        book = Book(exercises(), tmp_path, [Submission(name, EXERCISE, SOURCE)])
        book.enter(Graded(Submission(name, EXERCISE, SOURCE), None, "not graded"))
        assert (tmp_path / f"{name}.json").exists()


def test_twins_do_not_overwrite_each_other(tmp_path: Path) -> None:
    """Names that some system takes for the same: the first is taken, the other is refused."""
    composed, taken_apart = "Éva", unicodedata.normalize("NFD", "Éva")
    for student in ("ADA", "ada", composed, taken_apart, "ﬁn", "fin"):
        hand_in(tmp_path, student)
    intake = take_in(tmp_path, exercises())
    assert len(set(students_in(intake))) == len(students_in(intake)) == 3
    assert [refusal.reason for refusal in intake.refusals] == ["name-twin"] * 3


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


@pytest.mark.parametrize(
    "layout",
    [
        "{number}/" + NAME + "/" + MODULE,
        "Jean-René Müller_{number}_assignsubmission_file_/" + MODULE,
        "Jean-René Müller_{number}_assignsubmission_file_" + MODULE,
        "Participant {number}_{number}_assignsubmission_file_/exercices/" + MODULE,
        "{number}/" + NAME + "\\" + MODULE,
    ],
)
@pytest.mark.parametrize("kind", ["zip", "tar.gz", "folder"])
def test_every_layout_is_taken_from_a_folder_and_from_archives(layout: str, kind: str, tmp_path: Path) -> None:
    """nbgrader's, both of Moodle's, and what a student's own folders make of them."""
    paths = [layout.format(number=number) for number in (101, 102)]
    source = tmp_path / f"class.{kind}"
    if "\\" in layout and kind != "zip":
        pytest.skip("only zip archives are written so")
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


SOURCES = {
    "byte order mark": (b"\xef\xbb\xbf" + SOURCE, "returned no bytes|returned b''"),
    "UTF-16": (SOURCE.decode().encode("utf-16"), "does not load"),
    "latin-1": ("# caf\xe9\n".encode("latin-1") + SOURCE, "does not load"),
    "latin-1 that says so": ("# coding: latin-1\n# caf\xe9\n".encode("latin-1") + SOURCE, "returned no bytes"),
    "NUL": (SOURCE + b"\0", "null bytes"),
    "rot13": (b"# coding: rot13\n" + SOURCE, "does not load"),
    "UTF-7": (b"# coding: utf-7\n" + SOURCE, "does not load|returned no bytes"),
    "no encoding": (b"# coding: nonsense\n" + SOURCE, "does not load"),
    "nested parentheses": (b"x = " + b"(" * 100_000 + b")" * 100_000, "does not load|ended before"),
    "nested lists": (b"x = " + b"[" * 90_000 + b"]" * 90_000, "does not load|ended before"),
    "long sum": (b"x = " + b"-" * 900_000 + b"1", "does not load|ended before|loading"),
    "huge power": (b"x = 9 ** 9 ** 9\n", "loading"),
    "one long line": (SOURCE + b"x = '" + b"x" * 1_000_000 + b"'\n", "returned no bytes"),
    "escapes in a line that raises": (b"raise ValueError('\x1b[2J\xe2\x80\xae')\n", "does not load"),
}


def test_sources_that_are_hard_to_read_are_judged(tmp_path: Path) -> None:
    """Each gets a verdict that says what is wrong, in characters that show; no parser of the grader's is involved."""
    modules = {}
    for number, (name, (source, _)) in enumerate(SOURCES.items()):
        path = tmp_path / f"m{number}.py"
        path.write_bytes(source)
        modules[name] = (EXERCISE, path)
    for name, record in judge_all(modules).items():
        facts = [check["fact"] or "" for check in record["checks"]]
        assert "not graded" not in {check["outcome"] for check in record["checks"]}, f"{name}: {explain(record)}"
        assert any(re.search(SOURCES[name][1], fact) for fact in facts), f"{name}: {explain(record)}"
        assert all(char.isprintable() or char == "\n" for fact in facts for char in fact), f"{name}: {explain(record)}"

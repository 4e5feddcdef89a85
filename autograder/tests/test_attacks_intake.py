# cases: 49, 54, 55, 56
"""Folders from strangers: files, names and sources that are none are refused or judged; everybody else is graded."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

from autograder.course import exercises
from autograder.grading.intake import MOST_FILES, take_in
from autograder.sandbox import MAX_SOURCE
from autograder.tests.canaries import ON_LINUX
from autograder.tests.small_class import EXERCISE, MODULE, SOURCE, hand_in, students_in
from autograder.tests.verdicts import explain, judge_all

pytestmark = ON_LINUX


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
    loop = folder / "loop" / EXERCISE.name
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

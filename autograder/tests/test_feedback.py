"""The report of a failed check, as a student reads it: short, complete, in both languages, and true when replayed."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from autograder.course import find
from autograder.samples import Mistake, mistakes
from autograder.tests.test_command_line import run
from autograder.texts import LANGUAGES, lesson

SCREEN = 30
"""Lines of the report of one failed check, at 80 columns: a screen, and a little more where a title is long."""

WRONG = {
    "ex03/no_short_block": ("no-datagram", "╌╌▷"),
    "ex03/text_in_pieces": ("other-datagram", "✗ "),
    "ex04/spaces_lost": ("other-datagram", "▼"),
    "ex05/recv_once": ("returned-part", "╌╌│"),
    "ex05/send_once": ("sent-too-little", "╌╌▷"),
    "ex05/sends_the_same_again": ("sent-other", "▼"),
    "ex06/reads_to_the_end_first": ("sent-nothing", "╌╌▷"),
    "ex07/answers_an_error": ("error-answered", "✗ "),
}
"""Mistakes, the fact that the first check which fails by them tells, and what its diagram must show."""

NO_WIRE = {"ex05/receive_al": "misspelt", "ex07/little_endian_sum": "returned-other"}
"""Mistakes to which what happened on the wire adds nothing."""


def wrong_module(name: str, folder: Path) -> tuple[Mistake, Path]:
    """A mistake by its exercise and its file, and the module that makes it."""
    number, stem = name.split("/")
    (mistake,) = (each for each in mistakes(find(number)) if each.path.stem == stem)
    path = folder / f"{mistake.exercise.name}.py"
    path.write_text(mistake.source, encoding="utf-8")
    return mistake, path


def lines_of_the_report(text: str) -> list[str]:
    """The lines from the mistake to mend first to the end."""
    lines = [line.rstrip() for line in text.splitlines()]
    start = next(number for number, line in enumerate(lines) if re.match(r"  (To mend first|À corriger d’abord)", line))
    return lines[start:-1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WRONG)
def test_the_report_fits_a_screen_and_says_all(name: str, language: str, tmp_path: Path) -> None:
    """The mistake, the check, the fact, the diagram, the advice, the lesson, and how to run it again."""
    mistake, path = wrong_module(name, tmp_path)
    short = mistake.exercise.short_name
    result = run("check", short, "--module", str(path), "--seed", "3", "--lang", language, COLUMNS="80")
    assert result.returncode == 1, result.stdout + result.stderr
    report = lines_of_the_report(result.stdout)
    assert len(report) <= SCREEN, "\n".join(report)
    text = " ".join(" ".join(report).split())
    known = lesson(mistake.mistake, language)
    assert known is not None
    assert " ".join(known.title.split()) in text
    assert " ".join(known.advice.split()) in text
    assert f"explain {mistake.mistake}" in text
    assert WRONG[name][1] in text
    assert {"fr": "votre code", "en": "your code"}[language] in text
    assert "--seed 3" in text
    assert not re.search(r"\{\w*\}", text)


@pytest.mark.parametrize("name", ["ex03/text_in_pieces", "ex05/recv_once", "ex07/answers_an_error"])
def test_the_command_of_the_report_replays_it(name: str, tmp_path: Path) -> None:
    """What the report says to type gives the same fact of the same check, and the same sizes on the wire."""
    mistake, path = wrong_module(name, tmp_path)
    words = ["check", mistake.exercise.short_name, "--module", str(path), "--seed", "11"]
    (record,) = json.loads(run(*words, "--json").stdout)
    first = next(check for check in record["checks"] if check["mistake"])
    assert first["code"] == WRONG[name][0]
    shown = " ".join(run(*words, "--lang", "en", COLUMNS="400").stdout.split())
    (command,) = re.findall(r"python -m autograder (check \S+ --module .*? --seed \d+)", shown)
    (again,) = json.loads(run(*shlex.split(command), "--json").stdout)
    same = next(check for check in again["checks"] if check["name"] == first["name"])
    assert (same["code"], same["mistake"]) == (first["code"], first["mistake"])
    for told in (first, same):
        assert told["wire"]["lines"]
        told["carried"] = [
            (step["actor"], step["bytes"])
            for step in told["wire"]["steps"]
            if step["verb"] == "sends" and "bytes" in step
        ]
    assert first["carried"][0] == same["carried"][0]


@pytest.mark.parametrize("name", NO_WIRE)
def test_no_diagram_where_the_wire_says_nothing(name: str, tmp_path: Path) -> None:
    """A name that is misspelt is not drawn."""
    mistake, path = wrong_module(name, tmp_path)
    result = run("check", mistake.exercise.short_name, "--module", str(path), "--lang", "en", COLUMNS="80")
    assert "To mend first" in result.stdout
    assert "your code  " not in result.stdout
    (record,) = json.loads(run("check", mistake.exercise.short_name, "--module", str(path), "--json").stdout)
    assert next(check for check in record["checks"] if check["mistake"])["code"] == NO_WIRE[name]


def test_the_line_is_the_students_own(tmp_path: Path) -> None:
    """An error is told with the line of the module that it comes from, never with one of the kit."""
    source = "import socket\n\n\ndef receive_all(sock):\n    return helper(sock)\n\n\n"
    source += "def helper(sock):\n    return sock.recv('4096')  # wrong\n"
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    result = run("check", "ex05", "--module", str(path), "--only", "receive_all", "--lang", "en", COLUMNS="100")
    assert "at line 9: `return sock.recv('4096') # wrong`" in " ".join(result.stdout.split())
    assert "runner.py" not in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="the line's text is made by a shell")
def test_a_hostile_module_neither_breaks_the_terminal_nor_the_record(tmp_path: Path) -> None:
    """Escapes, marks of direction and a line of a megabyte, returned and printed: shown, short, harmless."""
    source = 'HOSTILE = "\\x1b[2J\\u202e\\x07\\u2066" + "A" * 1_000_000\n'
    source += "def receive_all(sock):\n    print(HOSTILE)\n    return HOSTILE.encode()\n"
    source += "def receive_exactly(sock, size):\n    raise ValueError(HOSTILE)\n"
    source += "def send_all(sock, data):\n    sock.sendall(HOSTILE.encode())\n"
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    for words in ((), ("--json",)):
        result = run("check", "ex05", "--module", str(path), "--seed", "1", *words, COLUMNS="80")
        assert result.returncode == 1
        assert len(result.stdout) < 60_000
        assert not set(result.stdout) & set("\x1b\x07\u202e\u2066"), words

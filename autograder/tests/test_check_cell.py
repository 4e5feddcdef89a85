"""What `check("…")` gives in a cell: the verdicts, the number that nbgrader reads, a sentence for each slip."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from autograder import check
from autograder.course import EXERCISES, ROOT, find
from autograder.notebook import cell
from autograder.notebook.surroundings import NOTEBOOKS, Surroundings
from autograder.samples import mistakes, solution_of, stub_of
from autograder.tests.canaries import need_sandbox
from autograder.tests.small_class import stands_for_bubblewrap
from autograder.texts import lesson, say

EXERCISE = find("ex05")
MODULE = f"{EXERCISE.name}.py"
ALLOWED = {"div", "table", "caption", "tbody", "tr", "th", "td", "span", "b", "br", "p", "a", "code", "pre", "details"}
ENGLISH = {"LANG": "C.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}


class Tags(HTMLParser):
    """The tags and attributes of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes note of one."""
        self.found.add(tag)
        self.attributes.update(name for name, _ in attrs)


class Kernel:
    """A kernel of Jupyter's in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        from jupyter_client.manager import start_new_kernel

        self.folder = folder
        environment = os.environ | ENGLISH | {"PYTHONPATH": str(ROOT)}
        self.manager, self.client = start_new_kernel(kernel_name="python3", cwd=str(folder), env=environment)

    def runs(self, source: str) -> list[dict[str, Any]]:
        """The outputs of a cell."""
        outputs: list[dict[str, Any]] = []

        def note(message: dict[str, Any]) -> None:
            if message["msg_type"] in ("stream", "display_data", "execute_result", "error"):
                outputs.append({"kind": message["msg_type"], **message["content"]})

        self.client.execute_interactive(source, output_hook=note, timeout=120)
        return outputs

    def module(self, source: str | None) -> None:
        """Saves the student's module, or deletes it."""
        path = self.folder / MODULE
        path.unlink(missing_ok=True)
        if source is not None:
            path.write_text(source, encoding="utf-8")


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """One kernel for all tests, which has imported `check`."""
    kernel = Kernel(tmp_path_factory.mktemp("notebook"))
    assert kernel.runs("from autograder import check") == []
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def parts(outputs: list[dict[str, Any]]) -> tuple[str, str, str]:
    """The HTML, the text and the value of a check cell, which has no other output: nothing on standard error."""
    assert [output["kind"] for output in outputs] == ["display_data", "execute_result"], outputs
    shown, value = (output["data"] for output in outputs)
    return shown["text/html"], shown["text/plain"], value["text/plain"]


def source_of(name: str) -> str:
    """A wrong module of the catalogue, by the name of its file."""
    return next(mistake.source for mistake in mistakes(EXERCISE) if mistake.path.stem == name)


def test_a_right_module_earns_its_points(kernel: Kernel) -> None:
    """The value is the bare number."""
    kernel.module(solution_of(EXERCISE).read_text(encoding="utf-8"))
    html, text, value = parts(kernel.runs('check("ex05.receive_all")'))
    assert float(value) == 4
    assert "receive_all" in html and "receive_all" in text


def test_a_wrong_module_is_told_the_fact_and_the_advice(kernel: Kernel) -> None:
    """In HTML and in text, with the points of each check."""
    kernel.module(source_of("recv_once"))
    html, text, value = parts(kernel.runs('check("ex05.receive_all")'))
    known = lesson("recv-once", "en")
    assert known is not None
    assert 0 < float(value) < 4
    for shown in (html, " ".join(text.split())):
        assert "returned only the beginning" in shown
        assert known.title in shown
    assert "0 / 2" in html
    tags = Tags(html)
    assert tags.found <= ALLOWED | {"summary"}
    assert tags.attributes <= {"style", "lang", "scope", "colspan", "href"}


def test_the_module_on_the_disk_is_judged_each_time(kernel: Kernel) -> None:
    """An edit counts although the kernel goes on, and whatever the kernel has imported."""
    kernel.module(source_of("recv_once"))
    kernel.runs(f"import {EXERCISE.name}")
    assert float(parts(kernel.runs('check("ex05.receive_all")'))[2]) < 4
    kernel.module(solution_of(EXERCISE).read_text(encoding="utf-8"))
    assert float(parts(kernel.runs('check("ex05.receive_all")'))[2]) == 4


def test_a_whole_exercise_is_judged_function_by_function(kernel: Kernel) -> None:
    """`check("ex05")`: every function with its points; a stub earns none."""
    kernel.module(stub_of(EXERCISE).read_text(encoding="utf-8"))
    html, _, value = parts(kernel.runs('check("ex05")'))
    assert float(value) == 0
    assert all(function in html for function in EXERCISE.functions)
    assert "not written yet" in html


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ('"ex05.recieve_all"', "“ex05.receive_all”"),
        ('"receive_all"', "“ex05.receive_all”"),
        ('"ex05_tcp_recieve_loop.request"', "“ex05.request”"),
        ('"<b>\\x1b[31m"', "“&lt;b&gt;\\x1b[31m”"),
        ("", "check("),
        ("None", "None"),
        ("7.5", "7.5"),
        ('"ex06"', "ex06_echo_server.py"),
    ],
)
def test_a_slip_is_answered_by_one_sentence(kernel: Kernel, asked: str, expected: str) -> None:
    """Worth nothing, without a traceback; the nearest name is told."""
    html, text, value = parts(kernel.runs(f"check({asked})"))
    assert value == "0"
    assert expected in html
    assert "\n" not in text and "Traceback" not in text and "\x1b" not in text
    assert Tags(html).found == {"p"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (None, "There is no module"),
        ("", "is empty"),
        ("def broken(:\n", "does not load"),
        ("import os\nos._exit(0)\n", "ended before"),
        ("import sys\nsys.stderr.write('noise')\nraise SystemExit\n", "does not load"),
        ("raise RuntimeError('<script>\\x1b[31m')\n", "&lt;script&gt;\\x1b[31m"),
    ],
)
def test_a_module_that_cannot_be_judged_earns_nothing_and_is_told_why(
    kernel: Kernel, source: str | None, expected: str
) -> None:
    """Nothing on standard error, for nbgrader; what a student wrote is shown harmless."""
    kernel.module(source)
    html, text, value = parts(kernel.runs('check("ex05.receive_all")'))
    assert value == "0"
    assert expected in html
    assert "Traceback" not in text and "\x1b" not in html + text and "<script" not in html


def test_the_module_is_shown_harmless(kernel: Kernel) -> None:
    """What runs, hides or turns the text around stands there as text; no module is a sentence."""
    kernel.runs("from autograder.notebook.module import show_module")
    kernel.module("def f():\n\treturn 1  # <script>\u202e\x1b[31m")
    (shown,) = kernel.runs('show_module("ex05")')
    html, text = shown["data"]["text/html"], shown["data"]["text/plain"]
    assert "<script" not in html and "\\u202e\\x1b[31m" in html
    assert not {"\u202e", "\x1b"} & {*html, *text}
    (kernel.folder / MODULE).write_bytes(b"\xff\xfe")
    assert "text/html" in kernel.runs('show_module("ex05")')[0]["data"]
    kernel.module(None)
    assert MODULE in kernel.runs('show_module("ex05")')[0]["data"]["text/markdown"]


def test_what_earlier_cells_do_is_not_taken_for_the_cells_failure(kernel: Kernel) -> None:
    """A thread that writes to standard error, another folder, a broken import: the points are the same."""
    kernel.module(solution_of(EXERCISE).read_text(encoding="utf-8"))
    noise = (
        "import threading, sys, time\nquiet = threading.Event()\n"
        "def noise():\n    while not quiet.wait(0.01): print('noise', file=sys.stderr)\n"
        "threading.Thread(target=noise, daemon=True).start()"
    )
    kernel.runs(noise)
    outputs = kernel.runs('value = check("ex05.receive_all"); quiet.set(); value')
    assert float(outputs[-1]["data"]["text/plain"]) == 4
    kernel.runs("quiet.set()")


def test_a_cell_that_is_interrupted_leaves_nothing_behind(kernel: Kernel, tmp_path: Path) -> None:
    """The button that stops a cell: one sentence, worth nothing, and the checks' process is gone."""
    kernel.module("import time\nwhile True: time.sleep(0.1)\n")
    kernel.runs(f"import os, signal, threading\nos.environ['TMPDIR'] = {str(tmp_path)!r}")
    kernel.runs("threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT)).start()")
    _, text, value = parts(kernel.runs('check("ex05")'))
    assert value == "0"
    assert text == say("cell-interrupted", "en")
    assert list(tmp_path.iterdir()) == []
    psutil = pytest.importorskip("psutil")
    assert not [each for each in psutil.process_iter(["cwd"]) if (each.info["cwd"] or "").startswith(str(tmp_path))]


def test_a_grader_that_is_not_installed_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A kernel without the packages of the kit, and a kit that breaks: no traceback, worth nothing."""
    for name in ENGLISH:
        monkeypatch.setenv(name, ENGLISH[name])
    monkeypatch.chdir(tmp_path)
    for python, expected in (("import nowhere", "No module named 'nowhere'"), ("1 / 0", "division by zero")):
        program = tmp_path / "python"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{python}"\n')
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))
        assert repr(check("ex05")) == "0"
        monkeypatch.undo()
        for name in ENGLISH:
            monkeypatch.setenv(name, ENGLISH[name])
        printed = capsys.readouterr()
        assert expected in printed.out and len(printed.out.splitlines()) == 1
        assert printed.err == ""


def test_checks_that_never_end_are_stopped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """After the cell's own patience, whatever happened to the deadlines of the checks."""
    monkeypatch.setattr(cell, "PATIENCE", 0.01)
    assert float(check("ex05")) == 0
    assert "0 s" in capsys.readouterr().out


def answered(folder: Path, execution: str, *python_path: Path) -> dict[str, Any]:
    """What a cell's process answers about `receive_all` of the module in a folder."""
    job = {"asked": "ex05.receive_all", "folder": str(folder), "notebook": "", "execution": execution}
    path = os.pathsep.join(map(str, [*python_path, ROOT]))
    result = subprocess.run(
        [sys.executable, "-m", "autograder.notebook.judge"],
        cwd=ROOT,
        env=os.environ | ENGLISH | {"PYTHONPATH": path},
        input=json.dumps(job),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("execution", ["autograde", ""])
def test_a_module_that_is_graded_runs_in_the_sandbox(tmp_path: Path, execution: str) -> None:
    """It leaves nothing on the instructor's machine; on the student's own, there is nothing to be kept from."""
    need_sandbox()
    trace = tmp_path / "trace"
    reaches_out = f"try:\n    open({str(trace)!r}, 'w').close()\nexcept OSError:\n    pass\n"
    (tmp_path / MODULE).write_text(solution_of(EXERCISE).read_text(encoding="utf-8") + reaches_out)
    answer = answered(tmp_path, execution)
    assert answer["points"] == 4, answer["text"]
    assert trace.exists() == (execution == "")
    assert say("cell-unsafe", "en") not in answer["text"]


def test_a_module_that_is_graded_without_a_sandbox_is_said_to_be(tmp_path: Path) -> None:
    """Where bubblewrap is not installed, in text and in HTML."""
    stands_for_bubblewrap(tmp_path, None)
    (tmp_path / MODULE).write_bytes(solution_of(EXERCISE).read_bytes())
    answer = answered(tmp_path, "autograde", tmp_path)
    assert answer["points"] == 4
    assert say("cell-unsafe", "en") in answer["text"] and say("cell-unsafe", "en") in answer["html"]


def test_the_module_beside_the_notebook_comes_first(tmp_path: Path) -> None:
    """Then the one of `exercises/`, for a notebook of the kit; never for a submission."""
    own = tmp_path / f"{EXERCISE.name}.py"
    of_the_kit = EXERCISES / own.name
    notebook = NOTEBOOKS / "fr" / EXERCISE.name / f"{EXERCISE.name}.ipynb"
    for folder, file, execution, expected in (
        (tmp_path, None, "", None),
        (notebook.parent, None, "", of_the_kit),
        (tmp_path, notebook, "", of_the_kit),
        (ROOT, None, "", of_the_kit),
        (notebook.parent, None, "autograde", None),
        (tmp_path, notebook, "autograde", None),
    ):
        assert Surroundings(folder, file, execution).module(EXERCISE) == expected
    own.touch()
    assert Surroundings(tmp_path, notebook, "autograde").module(EXERCISE) == own
    assert Surroundings(ROOT, tmp_path / "renamed.ipynb", "").module(EXERCISE) == own


def test_the_language_is_the_notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As its metadata say, under any name and under nbgrader too; else the locale's."""
    for name in ENGLISH:
        monkeypatch.setenv(name, ENGLISH[name])
    around = Surroundings(tmp_path, None, "autograde")
    for metadata, expected in (('{"lang": "fr"}', "fr"), ('{"lang": "xx"}', "en"), ("[]", "en"), ("7", "en")):
        (tmp_path / f"{EXERCISE.name}.ipynb").write_text(f'{{"metadata": {metadata}}}')
        assert around.language(EXERCISE) == expected
    (tmp_path / f"{EXERCISE.name}.ipynb").write_text("not a notebook")
    (tmp_path / "mine.ipynb").write_text('{"metadata": {"lang": "fr"}}')
    assert around.language(EXERCISE) == "fr"
    french = tmp_path / "other" / "mine.ipynb"
    french.parent.mkdir()
    french.write_text(json.dumps({"metadata": {"lang": "fr"}}))
    (tmp_path / "mine.ipynb").unlink()
    assert Surroundings(tmp_path, french, "").language(EXERCISE) == "fr"
    assert Surroundings(tmp_path, french, "autograde").language(EXERCISE) == "en"

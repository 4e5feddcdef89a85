# cases: 64, 65, 66
"""Grading without a sandbox is asked for in so many words, and shows; a sandbox that does not start is no zero."""

from __future__ import annotations

import argparse
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.command_line import WRONG_CALL, main
from autograder.course import ROOT
from autograder.grading import class_run
from autograder.grading.class_run import Refused, chosen_isolation
from autograder.grading.intake import Submission
from autograder.grading.pool import Pool
from autograder.samples import lay_out_class, solution_of
from autograder.sandbox.bwrap import bubblewrap
from autograder.tests.canaries import ON_LINUX, need_sandbox
from autograder.tests.small_class import EXERCISE, class_of_one, everybodys_folder, script, stands_for_bubblewrap
from autograder.tests.verdicts import explain, judge_all

pytestmark = ON_LINUX


@pytest.fixture
def submitted(tmp_path: Path) -> Path:
    """A class of one."""
    return class_of_one(tmp_path / "submitted")


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """The results of an earlier run, which nobody may touch who does not grade."""
    folder = tmp_path / "graded"
    folder.mkdir()
    (folder / "grades.csv").write_text("earlier")
    (folder / "ada.json").write_text("earlier")
    return folder


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder where the sandbox's user may run and write."""
    with everybodys_folder() as folder:
        yield folder


@pytest.mark.parametrize(("user", "sample", "allowed"), [(0, False, False), (0, True, True), (1000, False, True)])
def test_unsafe_is_refused_to_root(
    user: int, sample: bool, allowed: bool, submitted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the class is the kit's own sample, to the letter; whoever else says it is warned."""
    monkeypatch.setattr(os, "getuid", lambda: user)
    if sample:
        lay_out_class(tmp_path / "sample")
    options = argparse.Namespace(unsafe=True, lang="en")
    folder = tmp_path / "sample" if sample else submitted
    console = Console(record=True, width=200, file=io.StringIO())
    if allowed:
        assert chosen_isolation(options, folder, console) == "none"
        assert "No sandbox" in console.export_text()
    else:
        with pytest.raises(Refused):
            chosen_isolation(options, folder, console)


def test_a_sample_class_with_a_stranger_in_it_is_no_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One letter changed, or one file more, and it is somebody else's code."""
    monkeypatch.setattr(os, "getuid", lambda: 0)
    for change in ("changed", "added", "linked"):
        folder = tmp_path / change
        lay_out_class(folder)
        module = next(folder.rglob("*.py"))
        if change == "changed":
            module.write_text(module.read_text(encoding="utf-8") + "#", encoding="utf-8")
        elif change == "added":
            (module.parent / "more.py").touch()
        else:
            module.rename(tmp_path / "there.py")
            module.symlink_to(tmp_path / "there.py")
        with pytest.raises(Refused):
            chosen_isolation(argparse.Namespace(unsafe=True, lang="en"), folder, Console(quiet=True))


def test_every_record_says_that_it_was_unsafe(
    submitted: Path, results: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mark that was given without a sandbox can be told from one that was not."""
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    assert main(["grade", str(submitted), "--out", str(results), "--lang", "en", "--unsafe"]) == 0
    stored: dict[str, Any] = json.loads((results / "ada.json").read_text(encoding="utf-8"))
    assert {record["isolation"] for record in stored["exercises"]} == {"none"}
    assert "No sandbox" in capsys.readouterr().out


@pytest.mark.parametrize("failures", [1, 2])
def test_a_sandbox_that_does_not_start_is_not_the_students_fault(
    failures: int, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried twice; then the submission is not graded, which is no zero."""
    need_sandbox()
    starts = open_folder / "starts"
    text = f'#!/bin/sh\necho >> {starts}\n[ $(wc -l < {starts}) -le {failures} ] && exit 1\nexec {bubblewrap()} "$@"\n'
    script(open_folder / "bwrap", text)
    stands_for_bubblewrap(open_folder, open_folder / "bwrap")
    monkeypatch.setenv("PYTHONPATH", f"{open_folder}:{ROOT}")
    submission = Submission("ada", EXERCISE, solution_of(EXERCISE).read_bytes())
    with Pool(1, "en", "bubblewrap") as pool:
        (graded,) = pool.grade([(submission, 1)])
    assert graded.record is not None
    outcomes = {check["outcome"] for check in graded.record["checks"]}
    assert len(starts.read_text()) == 2
    if failures == 1:
        assert (outcomes, graded.fault) == ({"passed"}, None)
    else:
        assert (outcomes, graded.fault) == ({"not graded"}, "not graded")


def test_once_their_code_runs_what_breaks_is_the_students_fault(tmp_path: Path) -> None:
    """Whoever ends the process that their checks come from has failed these checks; the others have a new one."""
    path = tmp_path / "module.py"
    ends_the_nursery = "\nimport os\n\ndef receive_all(sock):\n    os.kill(os.getppid(), 9)\n    return b''\n"
    path.write_text(solution_of(EXERCISE).read_text(encoding="utf-8") + ends_the_nursery, encoding="utf-8")
    record = judge_all({"mallory": (EXERCISE, path)})["mallory"]
    outcomes: dict[str, set[str]] = {function: set() for function in EXERCISE.functions}
    for check in record["checks"]:
        outcomes[check["function"]].add(check["outcome"])
    assert outcomes["receive_all"] <= {"failed", "skipped"}, explain(record)
    assert outcomes["send_all"] == outcomes["receive_exactly"] == {"passed"}, explain(record)
    assert all("not graded" not in found for found in outcomes.values()), explain(record)
    assert "broke the place" in str(record)


def test_results_that_cannot_be_written_stop_the_run(
    submitted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the first submission, or in the middle: a sentence, and what was there is there."""
    blocked = tmp_path / "file"
    blocked.write_text("earlier")
    assert main(["grade", str(submitted), "--out", str(blocked / "out"), "--lang", "en"]) == WRONG_CALL
    assert "cannot be written" in capsys.readouterr().err
    monkeypatch.setattr(class_run, "chosen_isolation", lambda *_: "none")
    out = tmp_path / "graded"
    (out / "ada.json").mkdir(parents=True)
    (out / "grades.csv").write_text("earlier")
    assert main(["grade", str(submitted), "--out", str(out), "--lang", "en"]) == WRONG_CALL
    assert "cannot be written" in capsys.readouterr().err
    assert (out / "grades.csv").read_text() == "earlier"

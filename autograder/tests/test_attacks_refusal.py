"""Without a sandbox that holds, nothing is graded: exit code 3, the reason, the remedy, earlier results kept."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.command_line import GRADER_FAULT, WRONG_CALL, main
from autograder.course import ROOT, find
from autograder.grading import class_run
from autograder.grading.class_run import Refused, chosen_isolation
from autograder.grading.intake import Submission
from autograder.grading.pool import Graded, Pool
from autograder.samples import lay_out_class, solution_of
from autograder.sandbox.bwrap import Bubble, NoSandbox, bubblewrap
from autograder.sandbox.doctor import examine, surprises
from autograder.tests.canaries import ELSEWHERE, need_sandbox

EXERCISE = find("ex05")
OTHER_BWRAP = """
import shutil
which = shutil.which
shutil.which = lambda name, *words, **named: {path!r} if name == "bwrap" else which(name, *words, **named)
"""
"""A start file for Python, which finds another bubblewrap than the system's."""

APPARMOR = "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n"
GUARDS = {
    "files": "read-host-file",
    "network": "reach-host",
    "processes": "see-processes",
    "environment": "find-secret",
    "filter": "anonymous-memory-file",
    "limits": "fork-without-end",
    "capabilities": "have-capabilities",
    "read-only": "write-root",
    "stranger": "fork-without-end",
}
"""The probe that comes out otherwise when a guard is gone."""


@pytest.fixture
def submitted(tmp_path: Path) -> Path:
    """A class of one, who has handed in what is right, and settings that ask for no sandbox."""
    folder = tmp_path / "submitted"
    module = folder / "ada" / EXERCISE.name / f"{EXERCISE.name}.py"
    module.parent.mkdir(parents=True)
    module.write_bytes(solution_of(EXERCISE).read_bytes())
    for place in (folder, module.parent):
        (place / "pyproject.toml").write_text("[tool.autograder]\nunsafe = true\nisolation = 'none'\n")
        (place / "autograder.toml").write_text("unsafe = true\nisolation = 'none'\n")
        (place / ".env").write_text("AUTOGRADER_UNSAFE=1\n")
    return folder


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
    with tempfile.TemporaryDirectory(dir=ELSEWHERE) as name:
        Path(name).chmod(0o777)
        yield Path(name)


def is_untouched(results: Path) -> bool:
    """Whether the earlier results are as they were, and alone."""
    return {path.name: path.read_text() for path in results.iterdir()} == {
        "grades.csv": "earlier",
        "ada.json": "earlier",
    }


def grade(submitted: Path, results: Path, folder: Path, bwrap: Path | None, **environment: str) -> tuple[int, str]:
    """The exit code and the words of `grade`, where `bwrap` stands for the system's; `folder` is for the start file."""
    (folder / "sitecustomize.py").write_text(OTHER_BWRAP.format(path=None if bwrap is None else str(bwrap)))
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", str(submitted), "--out", str(results), "--lang", "en"],
        cwd=submitted,
        env=os.environ | {"PYTHONPATH": f"{folder}:{ROOT}"} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stderr


def script(path: Path, text: str) -> Path:
    """A program written in the language of the shell."""
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    "kind", ["missing", "not executable", "another format", "forbidden by AppArmor", "ends at once"]
)
def test_no_bubblewrap_no_grades(kind: str, submitted: Path, results: Path, open_folder: Path) -> None:
    """Whatever keeps bubblewrap from working, nothing is graded, unless --unsafe is said."""
    fake = script(
        open_folder / "bwrap", {"forbidden by AppArmor": APPARMOR, "ends at once": "#!/bin/sh\n"}.get(kind, "?")
    )
    if kind == "not executable":
        fake.chmod(0o644)
    bwrap = None if kind == "missing" else fake
    code, words = grade(submitted, results, open_folder, bwrap, AUTOGRADER_UNSAFE="1", UNSAFE="1", ISOLATION="none")
    assert code == GRADER_FAULT, words
    assert "Nothing was graded" in words
    assert "sudo apt install" in words
    assert "Traceback" not in words
    assert kind != "forbidden by AppArmor" or "setting up uid map: Permission denied" in words
    assert is_untouched(results)


def test_a_program_that_calls_itself_bwrap_is_not_run(submitted: Path, results: Path, open_folder: Path) -> None:
    """Neither one in PATH nor one beside the submissions: bubblewrap is looked for in the system's folders alone."""
    need_sandbox()
    fake = script(open_folder / "bwrap", f"#!/bin/sh\ntouch {open_folder}/was-run\n")
    shutil.copy(fake, submitted / "bwrap")
    (open_folder / "sitecustomize.py").touch()
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", str(submitted), "--out", str(results)],
        cwd=submitted,
        env=os.environ | {"PATH": f"{open_folder}:.:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert not (open_folder / "was-run").exists()
    record = json.loads((results / "ada.json").read_text(encoding="utf-8"))
    assert (record["points"], record["exercises"][0]["isolation"]) == (EXERCISE.points, "bubblewrap")


@pytest.mark.parametrize("guard", GUARDS)
def test_a_sandbox_without_one_of_its_guards_is_refused(
    guard: str, submitted: Path, results: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The probe that tells is named, and nothing is graded."""
    need_sandbox()
    if guard == "stranger" and os.getuid() != 0:
        pytest.skip("only root needs another user")
    weak = partial(Bubble, left_out=frozenset({guard}))
    found = surprises(examine(weak))
    assert GUARDS[guard] in {finding.name for finding in found}
    monkeypatch.setattr(class_run, "examine", partial(examine, weak))
    assert main(["grade", str(submitted), "--out", str(results), "--lang", "en"]) == GRADER_FAULT
    assert GUARDS[guard] in capsys.readouterr().err
    assert is_untouched(results)


def test_an_unknown_processor_is_refused(
    submitted: Path, results: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the numbers of its system calls there is no filter."""
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(NoSandbox, match="unknown-machine"):
        examine()
    assert main(["grade", str(submitted), "--out", str(results), "--lang", "en"]) == GRADER_FAULT
    assert "riscv64" in capsys.readouterr().err
    assert is_untouched(results)


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
    (open_folder / "sitecustomize.py").write_text(OTHER_BWRAP.format(path=str(open_folder / "bwrap")))
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


def test_a_worker_that_dies_is_replaced_and_leaves_no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in the middle of a check, it takes its sandbox along; the submission is graded by another worker."""
    need_sandbox()


__all__ = ["Graded"]

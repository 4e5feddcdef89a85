# cases: 62, 63, 64, 67
"""Without a sandbox that holds, nothing is graded: exit code 3, the reason, the remedy, earlier results kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from autograder.command_line import GRADER_FAULT, main
from autograder.course import ROOT
from autograder.grading import class_run
from autograder.sandbox import NoSandbox
from autograder.sandbox.bwrap import Bubble
from autograder.sandbox.doctor import examine, surprises
from autograder.sandbox.remedy import cause
from autograder.tests.canaries import need_sandbox
from autograder.tests.small_class import EXERCISE, class_of_one, everybodys_folder, script, stands_for_bubblewrap
from autograder.texts import LANGUAGES, say

APPARMOR_IS_ON = {"sys/module/apparmor/parameters/enabled": "Y\n"}
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
    "stranger group": "fork-without-end",
}
"""The probe that comes out otherwise when a guard is gone, or two that guard the same."""


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


def is_untouched(results: Path) -> bool:
    """Whether the earlier results are as they were, and alone."""
    return {path.name: path.read_text() for path in results.iterdir()} == {
        "grades.csv": "earlier",
        "ada.json": "earlier",
    }


def grade(submitted: Path, results: Path, folder: Path, bwrap: Path | None, **environment: str) -> tuple[int, str]:
    """The exit code and the words of `grade`, where `bwrap` stands for the system's; `folder` is for the start file."""
    stands_for_bubblewrap(folder, bwrap)
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", str(submitted), "--out", str(results), "--lang", "en"],
        cwd=submitted,
        env=os.environ | {"PYTHONPATH": f"{folder}:{ROOT}"} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stderr


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


@pytest.mark.parametrize(
    ("settings", "complaint", "expected"),
    [
        ({}, "execvp: No such file or directory", "bubblewrap-failed"),
        ({}, "setting up uid map: Permission denied", "bubblewrap-apparmor"),
        ({}, "loopback: Failed RTM_NEWADDR: Operation not permitted", "bubblewrap-apparmor"),
        ({"proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1\n"}, "", "bubblewrap-apparmor"),
        ({"proc/sys/kernel/unprivileged_userns_clone": "0\n"}, "No permissions", "bubblewrap-no-namespaces"),
        ({"proc/sys/user/max_user_namespaces": "0\n"}, "No permissions", "bubblewrap-no-namespaces"),
        ({".dockerenv": ""}, "No permissions to create new namespace", "bubblewrap-in-container"),
        ({".dockerenv": ""}, "", "bubblewrap-failed"),
        (APPARMOR_IS_ON, "Creating new namespace failed: Permission denied", "bubblewrap-apparmor"),
        (APPARMOR_IS_ON, "No permissions to create a new namespace", "bubblewrap-apparmor"),
        (APPARMOR_IS_ON, "execvp: No such file or directory", "bubblewrap-failed"),
    ],
)
def test_the_remedy_is_that_of_this_machine(
    settings: dict[str, str], complaint: str, expected: str, tmp_path: Path
) -> None:
    """One remedy, by what bubblewrap says and what this machine forbids; in both languages."""
    for name, content in settings.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert cause(complaint, tmp_path) == expected
    words = [say(expected, language, detail=complaint) for language in LANGUAGES]
    assert all(("sudo " in text or "host" in text or "hôte" in text) and complaint in text for text in words)


@pytest.mark.parametrize("guard", GUARDS)
def test_a_sandbox_without_one_of_its_guards_is_refused(
    guard: str, submitted: Path, results: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The probe that tells is named, and nothing is graded."""
    need_sandbox()
    if "stranger" in guard and os.getuid() != 0:
        pytest.skip("only root needs another user")
    found = examine(partial(Bubble, left_out=frozenset(guard.split())))
    assert GUARDS[guard] in {finding.name for finding in surprises(found)}
    monkeypatch.setattr(class_run, "examine", lambda: found)
    assert main(["grade", str(submitted), "--out", str(results), "--lang", "en"]) == GRADER_FAULT
    assert GUARDS[guard] in capsys.readouterr().err
    assert is_untouched(results)


def test_an_unknown_processor_is_refused(
    submitted: Path, results: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the numbers of its system calls there is no filter."""
    need_sandbox()
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(NoSandbox, match="unknown-machine"):
        examine()
    assert main(["grade", str(submitted), "--out", str(results), "--lang", "en"]) == GRADER_FAULT
    assert "riscv64" in capsys.readouterr().err
    assert is_untouched(results)

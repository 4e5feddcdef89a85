"""The benchmark compares graders that agree, and nothing else; what it lays out is what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.bench import kit, others
from autograder.bench.__main__ import main
from autograder.bench.measuring import Command, spent_by
from autograder.bench.peers import Peers, Sizes
from autograder.bench.scores import Unequal, require_equal
from autograder.bench.whole_class import lay_out_large_class
from autograder.bench.workload.plain_checks import CALLS
from autograder.course import exercises
from autograder.tests.canaries import ON_LINUX, need_sandbox

pytestmark = ON_LINUX

SIZES = Sizes(students=8, sample=8)
"""Among eight, each kind of submission is there."""


def test_the_graders_agree_about_the_workload(tmp_path: Path) -> None:
    """The kit in its sandbox, nbgrader and pytest: the same points for what is right and for each mistake."""
    need_sandbox()
    memory = Peers(tmp_path, SIZES, None).memory_where_equal()
    assert all(memory[name] > 0 for name in ("kit", "nbgrader", "pytest"))
    points = kit.scores(tmp_path / "kit")
    assert points == {f"s{number:04}": {3: 6.0, 7: 7.0}.get(number, 8.0) for number in range(8)}


def test_graders_that_disagree_are_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a check less gives other points."""
    need_sandbox()
    monkeypatch.setattr(others, "CALLS", CALLS[1:])
    with pytest.raises(Unequal, match="kit 8, nbgrader 7"):
        Peers(tmp_path, Sizes(students=2, sample=2), None).memory_where_equal()


def test_scores_are_equal_student_by_student() -> None:
    """Nobody in common is no agreement."""
    require_equal({"one": {"ada": 8, "bob": 6}, "other": {"ada": 8}})
    with pytest.raises(Unequal, match="bob: one 6, other 5"):
        require_equal({"one": {"ada": 8, "bob": 6}, "other": {"ada": 8, "bob": 5}})
    with pytest.raises(Unequal, match="no student"):
        require_equal({"one": {"ada": 8}, "other": {"bob": 8}})


def test_a_submission_that_hangs_keeps_its_other_points(tmp_path: Path) -> None:
    """With checks that wait on purpose, too."""
    need_sandbox()
    endless = (kit.WORKLOAD / "never_ends.py").read_text(encoding="utf-8")
    kit.lay_out(tmp_path, {"hangs": endless} | kit.submissions(1), silence=0.01)
    laid_out = (tmp_path / "autograder" / "checks" / f"test_{kit.EXERCISE}.py").read_text(encoding="utf-8")
    assert "SILENCE = 0.01\n" in laid_out
    spent_by([kit.command(tmp_path)])
    assert kit.scores(tmp_path) == {"hangs": 5.0, "s0000": 8.0}


def test_everybody_in_the_large_class_hands_everything_in(tmp_path: Path) -> None:
    """Those who hang as well."""
    assert lay_out_large_class(tmp_path, students=7, hanging=1) == 7 * len(exercises())


def test_a_command_that_fails_ends_the_measurement(tmp_path: Path) -> None:
    """A time of what went wrong would be no time; what counts as wrong is said."""
    ends_with_one = [sys.executable, "-c", "raise SystemExit(1)"]
    with pytest.raises(subprocess.CalledProcessError):
        spent_by([Command(ends_with_one, tmp_path, {})])
    assert spent_by([Command(ends_with_one, tmp_path, {}, statuses=(1,))]).seconds > 0


def test_otter_that_is_not_to_be_had_is_said(tmp_path: Path) -> None:
    """Where its environment cannot be made."""
    taken = tmp_path / "taken"
    taken.touch()
    with pytest.raises(others.NotToBeHad) as said:
        others.install_otter(taken)
    assert str(said.value)


def test_an_unknown_part_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    """The parts that there are, are said."""
    with pytest.raises(SystemExit):
        main(["nothing"])
    assert "there are exercises, class, peers, scale" in capsys.readouterr().err

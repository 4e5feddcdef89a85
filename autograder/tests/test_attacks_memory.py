# cases: 25
"""The two bounds of a sandbox's memory: each holds without the other, the control group where one is to be had."""

from __future__ import annotations

import importlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.deadline import Deadline
from autograder.sandbox import bwrap, control_group
from autograder.sandbox.bwrap import Bubble
from autograder.student.student import Student
from autograder.tests.attackers import Attack, attacks
from autograder.tests.canaries import ON_LINUX, need_sandbox
from autograder.transcript import Transcript
from autograder.verdict import CheckFailed, NotGraded

pytestmark = ON_LINUX

SECONDS = 4.0
FEW_MEGABYTES = 100
MEMORY = [attack for attack in attacks("sandbox") if attack.name.startswith("memory_of")]


@pytest.fixture
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A tenth of what a sandbox may take otherwise."""
    need_sandbox()
    small = {
        folder: {file: value if "pids" in file else value // 10 for file, value in bounds.items()}
        for folder, bounds in control_group.here().items()
    }
    monkeypatch.setattr(control_group, "here", lambda: small)
    monkeypatch.setattr(bwrap, "MEMORY", FEW_MEGABYTES * bwrap.MEGABYTE)
    yield
    mine = f"{control_group.PREFIX}-{os.getpid()}-*"
    assert not [group for folder in small for group in folder.glob(mine)], "a group is left"


@pytest.mark.parametrize("bound", ["watch", "group"])
@pytest.mark.parametrize("attack", MEMORY, ids=lambda attack: attack.name)
def test_each_bound_holds_alone(attack: Attack, bound: str, small_bounds: None) -> None:
    """Twice as much as is allowed is not to be had, whichever of the two is looking."""
    if bound == "group" and not control_group.here():
        pytest.skip("this machine lets this user make no control group")
    other = {"watch": "group", "group": "watch"}[bound]
    got: Any = None
    place = Bubble("attacker", attack.source.encode(), frozenset({other}))
    student = Student(place, Deadline(SECONDS), Transcript())
    try:
        got = student.calls("attack", {"megabytes": 2 * FEW_MEGABYTES}).returned()
    except CheckFailed:
        pass
    finally:
        try:
            student.close()
        except NotGraded:
            assert bound == "group"  # where the kernel ends everybody, it ends the nursery as well
        place.close()
    assert not got


def lay_out(root: Path, *folders: str, **controllers: str) -> None:
    """Folders as a tree of control groups has them, each with its files; the controllers that each hands on."""
    for name in folders:
        folder = root / name
        folder.mkdir(parents=True)
        (folder / "cgroup.procs").touch()
        (folder / "cgroup.subtree_control").write_text(controllers.get(folder.name, ""))


def test_in_one_tree_a_group_is_made_where_nobody_is(tmp_path: Path) -> None:
    """Next to the group of this process, in a folder that hands memory and processes on."""
    lay_out(tmp_path, "user", "user/app", "user/app/shell", app="cpu memory pids")
    mounts = f"30 23 0:26 / {tmp_path} rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
    assert control_group.places(mounts, "0::/user/app/shell\n") == {tmp_path / "user/app": control_group.TOGETHER}
    (tmp_path / "user/app/cgroup.subtree_control").write_text("cpu pids")
    assert control_group.places(mounts, "0::/user/app/shell\n") == {}


def test_in_a_tree_for_each_a_group_is_made_in_both(tmp_path: Path) -> None:
    """Below the group of this process, and not at all when one of the two is missing."""
    lay_out(tmp_path, "memory/mine", "pids/mine")
    line = "30 23 0:26 / {0}/{1} rw - cgroup cgroup rw,{1}\n"
    mounts = [line.format(tmp_path, name) for name in ("memory", "pids")]
    groups = "3:pids:/mine\n2:memory:/mine\n0::/\n"
    found = control_group.places("".join(mounts), groups)
    assert found == {tmp_path / name / "mine": control_group.APART[name] for name in ("memory", "pids")}
    assert control_group.places(mounts[0], groups) == {}


def test_a_container_sees_its_own_part_of_a_tree(tmp_path: Path) -> None:
    """What is mounted there begins further down than the tree does."""
    lay_out(tmp_path, "part", part="")
    mounts = f"30 23 0:26 /docker/1 {tmp_path} rw - cgroup cgroup rw,memory\n"
    assert list(control_group.folders_in(mounts, "2:memory:/docker/1/part\n")) == [
        ("memory", tmp_path, tmp_path / "part")
    ]
    assert list(control_group.folders_in(mounts, "2:memory:/docker/12/part\n")) == []


def test_the_groups_of_killed_graders_are_swept_away(tmp_path: Path) -> None:
    """Those of graders that still run are left."""
    dead, alive = tmp_path / "autograder-4194305-0", tmp_path / f"autograder-{os.getpid()}-0"
    for folder in (dead, alive):
        folder.mkdir()
    control_group.sweep({tmp_path: {}})
    assert (dead.exists(), alive.exists()) == (False, True)


def test_a_kernel_that_lists_no_local_sockets_has_each_count_as_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never less than what may be in them: a protocol that no kernel has stands for the list that is missing."""
    runner = importlib.import_module("autograder.student.runner")
    with socket.socketpair()[0] as kept:
        kept.setblocking(False)
        assert runner.memory_of_local_sockets(1 << 40) < 1 << 40
        monkeypatch.setattr(runner, "SOCK_DIAG", 31)
        assert runner.memory_of_local_sockets(1 << 40) >= 1 << 40

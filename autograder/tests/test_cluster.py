"""A class graded by a cluster: a real scheduler and real workers on the loopback, one of which is killed on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from autograder.course import ROOT
from autograder.deadline import Deadline
from autograder.grading import cluster
from autograder.grading.cluster import ClusterUnfit, judge_on_worker
from autograder.grading.pool import UnfitWorker
from autograder.tests.canaries import ON_LINUX, need_sandbox
from autograder.tests.test_class_run import QUICK, STUDENTS, command, grade, lay_out, rows_in, times, verdicts

pytestmark = ON_LINUX

NOWHERE = "tcp://127.0.0.1:1"


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's, killed at the end, with the path of the kit."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def running_cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and its workers; its address and their processes."""
    known = folder / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard")
    with ExitStack() as stack:
        stack.enter_context(running("scheduler", *local, "--port", "0", "--scheduler-file", str(known)))
        deadline = Deadline(60)
        while not (known.exists() and known.read_text().endswith("}")) and not deadline.passed():
            os.sched_yield()
        address = json.loads(known.read_text())["address"]
        words = ("worker", address, *local, "--nthreads", "2", "--no-nanny", "--local-directory", str(folder))
        yield address, [stack.enter_context(running(*words)) for _ in range(workers)]


def test_every_submission_is_graded_once_though_a_worker_dies(tmp_path: Path) -> None:
    """The tasks of the one that is killed go to the other; the verdicts are those of a run without a cluster."""
    need_sandbox()
    submitted, out, alone = lay_out(tmp_path / "submitted"), tmp_path / "graded", tmp_path / "alone"
    (tmp_path / "secret").write_text("a secret that is long enough")
    secret = ("--secret", str(tmp_path / "secret"))
    with running_cluster(tmp_path, 2) as (address, workers):
        process = subprocess.Popen(
            command(submitted, out, *secret, "--scheduler", address),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        deadline = Deadline(90)
        while len(times(out)) < 2 and process.poll() is None and not deadline.passed():
            os.sched_yield()
        workers[0].kill()
        words, _ = process.communicate(timeout=200)
    assert process.returncode == 0, words
    assert f"{STUDENTS * len(QUICK)} submissions" in words
    assert len(rows_in(out)) == STUDENTS * len(QUICK)
    assert all(row["fault"] is None and row["isolation"] == "bubblewrap" for row in rows_in(out).values())
    assert grade(submitted, alone, *secret).returncode == 0
    assert verdicts(out) == verdicts(alone)


def test_no_scheduler_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    """Exit code 3; what was graded before stays."""
    need_sandbox()
    submitted, out = lay_out(tmp_path / "submitted"), tmp_path / "graded"
    done = grade(submitted, out, "--scheduler", NOWHERE)
    assert done.returncode == 3
    assert NOWHERE in done.stderr and "Nothing was lost" in done.stderr and "Traceback" not in done.stderr
    assert "Traceback" not in done.stdout


def test_a_scheduler_without_workers_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever."""
    monkeypatch.setattr(cluster, "PATIENCE", 3.0)
    with (
        running_cluster(tmp_path, 0) as (address, _),
        pytest.raises(ClusterUnfit, match="no-workers"),
        cluster.crew_of_cluster(address),
    ):
        pass


def test_other_versions_are_said() -> None:
    """The scheduler's and the workers' are compared with ours."""
    ours = {"packages": {"python": "3.11.7.final.0", "distributed": "2026.8.0", "dask": "2026.8.0"}}
    theirs = {"packages": ours["packages"] | {"distributed": "2024.1.0"}}
    cluster._compare({"client": ours, "scheduler": ours, "workers": {"tcp://x": ours}})
    for versions in ({"scheduler": theirs, "workers": {}}, {"scheduler": ours, "workers": {"tcp://x": theirs}}):
        with pytest.raises(ClusterUnfit, match="other-versions"):
            cluster._compare({"client": ours} | versions)


def test_a_worker_with_another_kit_judges_nothing() -> None:
    """Two kits would give two kinds of marks."""
    with pytest.raises(UnfitWorker, match="worker-with-other-kit"):
        judge_on_worker(
            {
                "exercise": QUICK[0].name,
                "source": None,
                "seed": 1,
                "isolation": "none",
                "kit": "other",
                "patient": False,
            }
        )


def test_dask_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterUnfit, match="no-distributed"), cluster.crew_of_cluster(NOWHERE):
        pass

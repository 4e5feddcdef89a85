"""A Dask cluster as a crew, for a course that outgrows one machine: `grade --scheduler tcp://HOST:PORT`.

Each worker has the kit and a foreman of its own, and probes its sandbox before it judges anything. A task that a dying
worker had is given to another by the scheduler.
"""

from __future__ import annotations

import atexit
import importlib
import logging
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from autograder.course import find
from autograder.grading import fingerprint
from autograder.grading.pool import Crew, UnfitWorker, attempt
from autograder.grading.workshop import Answer, Task, Workshop
from autograder.sandbox import NoSandbox
from autograder.sandbox.doctor import examine, surprises

PATIENCE = 15.0
"""Seconds for the scheduler to answer, and for the first worker to be there."""
AHEAD = 2
"""Tasks for each thread of the cluster: one under way, one that waits at the worker's."""
COMPARED = ("python", "distributed", "dask")
_making = threading.Lock()


class ClusterUnfit(Exception):
    """There is no cluster to grade with; `code` names the message."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@contextmanager
def crew_of_cluster(address: str) -> Iterator[Crew]:
    """The workers of the scheduler at this address. Raises ClusterUnfit."""
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as problem:
        raise ClusterUnfit("no-distributed") from problem
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as problem:  # an address, a network or a scheduler may be wrong in a dozen ways
        raise ClusterUnfit("no-scheduler", f"{type(problem).__name__}: {problem}"[:300]) from problem
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as problem:
            raise ClusterUnfit("no-workers") from problem
        _compare(client.get_versions())

        def slots() -> int:
            threads: dict[str, int] = client.nthreads()
            return max(1, AHEAD * sum(threads.values()))

        yield Crew(client.get_executor(pure=False), judge_on_worker, slots)


def _compare(versions: dict[str, Any]) -> None:
    """Raises ClusterUnfit when scheduler or workers run other versions than we do."""
    ours = _compared(versions["client"])
    for name, theirs in {"scheduler": versions["scheduler"], **versions["workers"]}.items():
        if theirs is not None and _compared(theirs) != ours:
            raise ClusterUnfit("other-versions", f"{name}: {_compared(theirs)}; {ours}")


def _compared(machine: dict[str, Any]) -> str:
    packages = machine["packages"]
    python = ".".join(str(packages["python"]).split(".")[:2])
    return ", ".join(f"{name} {python if name == 'python' else packages[name]}" for name in COMPARED)


def judge_on_worker(task: Task) -> Answer:
    """What a worker of the cluster does with a task. Raises UnfitWorker."""
    if task["kit"] != fingerprint.of_kit(find(task["exercise"])):
        raise UnfitWorker("worker-with-other-kit", platform.node())
    with _making:
        if task["isolation"] == "bubblewrap" and (reason := _why_no_sandbox()):
            raise UnfitWorker("worker-without-sandbox", f"{platform.node()}: {reason}")
        workshop = _workshop()
    return attempt(workshop, task)


@cache
def _why_no_sandbox() -> str:
    try:
        return ", ".join(finding.name for finding in surprises(examine()))
    except NoSandbox as problem:
        return f"{problem.code} {problem.detail}"


@cache
def _workshop() -> Workshop:
    """The foreman of this worker, hired with its first task."""
    workshop = Workshop()
    atexit.register(workshop.close)
    return workshop

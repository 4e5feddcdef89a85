"""Runs the parts of an exercise's checks side by side: most of them wait, and a student need not wait for their sum.

Each part but the last, which has least to do, runs in a fork of the trusted process, which answers in JSON. Where the
system cannot fork, the parts run one after the other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict

from autograder.verdict import CheckResult

Part = Callable[[int], list[CheckResult]]

SIDE_BY_SIDE = 4
"""Parts of the checks that run at once for a student; a class has its own way to use a machine."""


def nothing() -> None:
    """Does nothing."""


def run_side_by_side(run: Part, parts: int, meanwhile: Callable[[], None] = nothing) -> list[CheckResult]:
    """What `run` gives for each part from 0 on; `meanwhile` is done when the last part is over, and others may go on.

    Raises RuntimeError when a part does not answer.
    """
    if not hasattr(os, "fork"):
        return [result for part in range(parts) for result in run(part)]
    others = [_start(run, part) for part in range(parts - 1)]
    results = run(parts - 1)
    meanwhile()
    for child, answers in others:
        with open(answers, "rb") as stream:
            text = stream.read()
        _, status = os.waitpid(child, 0)
        if status != 0:
            raise RuntimeError(f"a part of the checks ended with {os.waitstatus_to_exitcode(status)}")
        results += [CheckResult.from_plain(row) for row in json.loads(text)]
    return results


def shares(efforts: Mapping[str, int], parts: int) -> list[set[str]]:
    """Deals what takes some effort each out to so many parts: the greatest first, each to who has least to do.

    The last part is the one with least to do.
    """
    dealt: list[set[str]] = [set() for _ in range(parts)]

    def effort(share: set[str]) -> int:
        return sum(efforts[name] for name in share)

    for name in sorted(efforts, key=lambda name: -efforts[name]):
        min(dealt, key=effort).add(name)
    return sorted(dealt, key=effort, reverse=True)


def _start(run: Part, part: int) -> tuple[int, int]:
    """A fork that runs one part; its process number, and where it answers."""
    answers, answering = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(answers)
            text = json.dumps([asdict(result) for result in run(part)])
            with open(answering, "w", encoding="utf-8") as stream:
                stream.write(text)
            status = 0
        finally:
            os._exit(status)
    os.close(answering)
    return child, answers

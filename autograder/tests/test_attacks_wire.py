"""Attacks on the peers that a check puts up: points are lost, the peers and the grader stay up, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.course import find
from autograder.grading.intake import Submission
from autograder.grading.pool import Pool
from autograder.samples import solution_of
from autograder.tests.attackers import attacks, submission_of
from autograder.tests.canaries import Canaries, canaries, need_sandbox
from autograder.tests.verdicts import explain

WIRE = attacks("wire")
SEED = 11
MOST_MEMORY = 400_000_000
"""Bytes that a judge may have had in memory at most."""


@pytest.fixture(scope="module")
def host() -> Iterator[Canaries]:
    """The canaries of this machine."""
    need_sandbox()
    with canaries() as found:
        yield found


@pytest.fixture(scope="module")
def run(host: Canaries) -> tuple[dict[str, dict[str, Any] | None], int]:
    """Everybody's records, and the memory of the largest judge in bytes."""
    work = []
    for number, attack in enumerate(WIRE):
        exercise = find(attack.says("exercise")[0])
        work.append((Submission(attack.name, exercise, submission_of(attack, exercise, host.bait)), SEED))
        if number % 3 == 2:
            right = find("ex05")
            work.append((Submission(f"honest {number}", right, solution_of(right).read_bytes()), SEED))
    records, most = {}, 0
    with Pool(4, "en", "bubblewrap") as pool:
        for graded in pool.grade(work):
            records[graded.submission.student] = graded.record
            most = max(most, graded.memory)
    return records, most


@pytest.mark.parametrize("attack", WIRE, ids=lambda attack: attack.name)
def test_an_attack_on_a_peer_costs_points_and_nothing_else(
    attack: Any, run: tuple[dict[str, dict[str, Any] | None], int], host: Canaries
) -> None:
    """The checks that it attacks fail, and the grader is not at fault."""
    record = run[0][attack.name]
    assert record is not None
    outcomes = {check["name"]: check["outcome"] for check in record["checks"]}
    assert "not graded" not in outcomes.values(), explain(record)
    attacked = [name for name in attack.says("attacks")[0].split(", ") if name != "*"]
    assert all(outcomes[name] in ("failed", "skipped") for name in attacked), explain(record)
    assert record["points"] < record["max_points"]
    assert host.harm() == [] and not Path(f"{host.file}-obeyed").exists()


def test_honest_neighbours_have_all_their_points(run: tuple[dict[str, dict[str, Any] | None], int]) -> None:
    """Those who are judged by the same workers, or beside them."""
    honest = [record for name, record in run[0].items() if name.startswith("honest") and record is not None]
    assert len(honest) == len(WIRE) // 3
    assert all(record["points"] == record["max_points"] for record in honest), list(map(explain, honest))


def test_the_workers_stay_small(run: tuple[dict[str, dict[str, Any] | None], int]) -> None:
    """Whatever is sent to them, most of it is not kept."""
    assert 0 < run[1] < MOST_MEMORY

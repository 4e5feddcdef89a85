# cases: 38
"""Attackers between honest students: these get exactly what they get alone, the attackers nothing for what they attack.

The numbers of the cases in each file's first line are those of `test_attacks_cases.py`.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from autograder.course import Exercise, find
from autograder.deadline import Deadline
from autograder.grading.intake import Submission
from autograder.grading.pool import Pool
from autograder.samples import solution_of
from autograder.tests.attackers import Attack, attacks, submission_of
from autograder.tests.canaries import Canaries, canaries, need_sandbox
from autograder.tests.verdicts import explain

SEED = 7
LONGEST_FACT = 1_000

TARGET = "receive_all"
SANDBOX, VERDICT = attacks("sandbox"), attacks("verdict")
BY_NAME = {attack.name: attack for attack in [*SANDBOX, *VERDICT]}
ONE_AFTER_THE_OTHER = [attack for attack in SANDBOX if re.match("leaves|keeps|kills|spoils|fork", attack.name)]
"""What could hit the neighbours in time; the others could hit only those beside them."""


def exercise() -> Exercise:
    """The exercise that is attacked."""
    return find("ex05")


@dataclass
class Run:
    """Everybody's records after one run, and what has happened to the canaries."""

    records: dict[str, dict[str, Any] | None]
    harm: list[str]


def sandwich(chosen: list[Attack], jobs: int, host: Canaries) -> Run:
    """Grades honest submissions with attackers between them; every fourth is honest."""
    honest = solution_of(exercise()).read_bytes()
    work = [(Submission("honest first", exercise(), honest), SEED)]
    for number, attack in enumerate(chosen):
        work.append((Submission(attack.name, exercise(), submission_of(attack, exercise(), host.bait)), SEED))
        if number % 3 == 2 or attack is chosen[-1]:
            work.append((Submission(f"honest after {attack.name}", exercise(), honest), SEED))
    with Pool(jobs, "en", "bubblewrap") as pool:
        records = {graded.submission.student: graded.record for graded in pool.grade(work)}
        harm = host.harm()
    return Run(records, harm)


@pytest.fixture(scope="module")
def host() -> Iterator[Canaries]:
    """The canaries of this machine."""
    need_sandbox()
    with canaries() as found:
        yield found


@pytest.fixture(scope="module")
def baseline(host: Canaries) -> dict[str, Any]:
    """What an honest submission gets when it is alone."""
    record = sandwich([], 1, host).records["honest first"]
    assert record is not None
    return record


@pytest.fixture(scope="module", params=[1, 4], ids=["one job", "four jobs"])
def run(request: pytest.FixtureRequest, host: Canaries) -> Run:
    """One after the other, then several at a time."""
    return sandwich(ONE_AFTER_THE_OTHER if request.param == 1 else list(BY_NAME.values()), request.param, host)


def test_the_baseline_is_full_points(baseline: dict[str, Any]) -> None:
    """An honest submission has all points, and its record says where it ran."""
    assert baseline["points"] == exercise().points, explain(baseline)
    assert baseline["isolation"] == "bubblewrap"


def test_honest_neighbours_get_what_they_get_alone(run: Run, baseline: dict[str, Any]) -> None:
    """The same points and the same texts, to the letter."""
    for name, record in run.records.items():
        if name.startswith("honest"):
            assert record == baseline, name


def test_nothing_outside_is_harmed(run: Run) -> None:
    """The file, the listener and the process are as they were; no process and no file is left."""
    assert run.harm == []


def test_everybody_is_graded(run: Run) -> None:
    """There is a record for each, without a fault of the grader."""
    for name, record in run.records.items():
        assert record is not None, name
        assert "not graded" not in {check["outcome"] for check in record["checks"]}, f"{name}: {explain(record)}"


def test_attackers_get_nothing_for_what_they_attack(run: Run) -> None:
    """No point for the function, the message that the attack's file expects, and the points of the other functions."""
    for name, record in run.records.items():
        if name in BY_NAME and record is not None:
            judge_attacker(BY_NAME[name], record)


def judge_attacker(attack: Attack, record: dict[str, Any]) -> None:
    """The verdict on one attacker."""
    where = f"{attack.name}: {explain(record)}"
    attacked = [check for check in record["checks"] if check["function"] == TARGET]
    others = [check for check in record["checks"] if check["function"] != TARGET]
    assert sum(check["points"] for check in attacked) == 0, where
    if "whole module" in attack.keys:
        assert record["points"] == 0, where
        attacked = record["checks"][:1]
    elif not attack.says("spoils"):
        assert {check["outcome"] for check in others} == {"passed"}, where
    expected = attack.says("fact") or ["returned None|had not returned"]  # trying may take long on a busy machine
    assert re.search(expected[0], attacked[0]["fact"], re.DOTALL), where
    assert "the attack succeeded" not in str(record), where
    for check in record["checks"]:
        fact = check["fact"] or ""
        assert len(fact) <= LONGEST_FACT and all(char.isprintable() or char == "\n" for char in fact), where


def test_a_killed_worker_takes_its_sandbox_along(host: Canaries) -> None:
    """What runs in there ends at once; the submission is graded by another worker."""
    attack = BY_NAME["loops_forever"]
    submission = Submission(attack.name, exercise(), submission_of(attack, exercise(), host.bait))
    ended: list[bool] = []
    with Pool(1, "en", "bubblewrap") as pool:
        killer = threading.Thread(target=kill_the_worker, args=(pool, host, ended))
        killer.start()
        (graded,) = pool.grade([(submission, SEED)])
        killer.join()
    assert ended and all(ended)
    assert graded.record is not None and graded.fault is None
    judge_attacker(attack, graded.record)
    assert host.harm() == []


def kill_the_worker(pool: Pool, host: Canaries, ended: list[bool]) -> None:
    """Waits until the submission runs, kills the worker that grades it, and notes whether its processes end."""
    deadline, ends = Deadline(30.0), list[int]()
    while not ends and not deadline.passed():
        for number in host.processes_left():
            with contextlib.suppress(ProcessLookupError):  # that of a check which is over by now
                ends.append(os.pidfd_open(number))
    pool.workshop.dismiss()
    for end in ends:
        ended.append(bool(select.select([end], [], [], 2.0)[0]))
        os.close(end)

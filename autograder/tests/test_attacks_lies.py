# cases: 48
"""Right submissions of which one answer is forged: points may be lost, but the grader is never at fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from autograder.course import find
from autograder.grading.intake import Submission
from autograder.grading.pool import Pool
from autograder.samples import solution_of
from autograder.tests.verdicts import explain

FORGES = """
import gc, json, struct

def _forge(served):
    honest = type(served).send

    def send(self, reply):
        if reply.get("id") != {number}:
            return honest(self, reply)
        body = json.dumps({{"id": reply["id"]}} | json.loads({lie!r})).encode()
        with self.writing:
            self.replies.write(struct.pack("!I", len(body)) + body)
            self.replies.flush()

    type(served).send = send

for _thing in gc.get_objects():
    if hasattr(type(_thing), "do_call"):
        _forge(_thing)
        break
"""


def a_socket(**details: Any) -> dict[str, Any]:
    """An answer that says it is a socket, and this of it."""
    told = {"open": True, "family": 2, "type": 1, "timeout": None, "local": ["127.0.0.1", 1], "peer": None}
    return {"value": {"$handle": 0, "socket": told | details}}


LIES: list[dict[str, Any]] = [
    {},
    {"value": None},
    {"value": 5},
    {"value": 10**4000},
    {"value": [1, "\ud800\x1b[2J"]},
    {"value": {"$tuple": ["evil.example", 80]}},
    {"value": {"$tuple": ["127.0.0.1", 99_999]}},
    {"value": {"$handle": -1, "type": 5}},
    a_socket(local=["evil.example", 80]),
    a_socket(local=[]),
    a_socket(family={"kind": "bytes"}, type=[1]),
    a_socket(family=10, local=["::1", 5]),
    a_socket(open="yes"),
    {"error": {"type": "\x1b[2J", "classes": ["ValueError"], "text": "\x1b[2J" * 999, "lines": [[1, "", "\x1b[2J"]]}},
    {"not_callable": 5},
    {"missing": 1, "names": ["a", 5, ["x"], "\x1b[2J"]},
    {"load_error": {"type": "X"}},
    {"value": 1, "left_open": 10**4000},
    {"exit": 10**4000},
    {"id": True, "value": 1},
]


def submissions() -> list[Submission]:
    """Each lie told in one of four exercises, in the place of its first, second or third answer."""
    found = []
    for place, lie in enumerate(LIES):
        exercise = find(("ex02", "ex05", "ex03", "ex07")[place % 4])
        source = FORGES.format(number=1 + place % 3, lie=json.dumps(lie)) + solution_of(exercise).read_text("utf-8")
        found.append(Submission(f"lie {place}", exercise, source.encode()))
    return found


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any] | None]:
    """The verdicts on all of them."""
    with Pool(6, "fr", "none") as pool:
        return {graded.submission.student: graded.record for graded in pool.grade((each, 3) for each in submissions())}


@pytest.mark.parametrize("number", range(len(LIES)))
def test_a_forged_answer_is_never_the_graders_fault(number: int, records: dict[str, dict[str, Any] | None]) -> None:
    """Each check is judged, and whatever of the lie is shown is short and harmless to a terminal."""
    record = records[f"lie {number}"]
    assert record is not None
    assert "not graded" not in {check["outcome"] for check in record["checks"]}, explain(record)
    for check in record["checks"]:
        fact = check["fact"] or ""
        assert len(fact) < 1_000, fact
        assert all(char.isprintable() or char in "\n\xa0\u202f" for char in fact), fact


def test_the_lies_are_told(records: dict[str, dict[str, Any] | None]) -> None:
    """Most of them cost points: had nobody heard them, nothing would be proven."""
    losers = [record for record in records.values() if record is not None and record["points"] < record["max_points"]]
    assert len(losers) > len(LIES) * 2 // 3

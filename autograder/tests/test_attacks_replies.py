# cases: 47, 48
"""What the student's end writes where replies are read is data: unreadable at worst, never a fault of the grader."""

from __future__ import annotations

import json
import pickle
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.deadline import Deadline
from autograder.sandbox import open_place
from autograder.sandbox.place import Place
from autograder.student.inbox import MAX_FRAME
from autograder.student.student import Student
from autograder.tests.canaries import ON_LINUX
from autograder.transcript import Transcript
from autograder.verdict import CheckFailed

WRITES_RAW = b"""
import gc, os

def attack(raw):
    served = next(thing for thing in gc.get_objects() if hasattr(type(thing), "do_call"))
    served.replies.write(raw)
    served.replies.flush()
    return b"the reply that follows"

def attack_with_many(piece, count):
    served = next(thing for thing in gc.get_objects() if hasattr(type(thing), "do_call"))
    for _ in range(count):
        served.replies.write(piece)
    served.replies.flush()

def attack_and_end(raw):
    attack(raw)
    os._exit(0)
"""
OTHER_ADDRESSES = [["evil.example", 80], ["127.0.0.1", 99_999], ["127.0.0.1", "80"], ["127.0.0.1"], [[], 1], [], 5]


def framed(body: bytes) -> bytes:
    """A frame with this body."""
    return struct.pack("!I", len(body)) + body


def reply(**fields: Any) -> bytes:
    """The frame of an answer to the first question."""
    return framed(json.dumps({"id": 1} | fields).encode())


def value(text: str) -> bytes:
    """The frame of an answer whose value is written as `text`."""
    return framed(b'{"id": 1, "value": ' + text.encode() + b"}")


UNREADABLE = {
    "nested lists": value("[" * 200_000 + "]" * 200_000),
    "nested objects": value('{"$tuple": [' * 50_000 + "]}" * 50_000),
    "a huge number": value("9" * 5_000),
    "not a number": value("NaN"),
    "infinity": value("-Infinity"),
    "a float out of range": value("1e999"),
    "a tagged float that is none": value('{"$float": "zz"}'),
    "the same key twice": value('1, "value": 2'),
    "a tag that nobody knows": value('{"$x": "passed"}'),
    "three tags": value('{"$bytes": "", "a": 1, "b": 2}'),
    "no tag": value("{}"),
    "no base64": value('{"$bytes": "\\u00e9"}'),
    "pairs that are none": value('{"$dict": [1]}'),
    "a tuple of nothing": value('{"$tuple": 5}'),
    "a handle that is a text": value('{"$handle": "x"}'),
    "a number that is a list": framed(b'{"id": [1], "value": 1}'),
    "a number that is an object": framed(b'{"id": {}, "value": 1}'),
    "not JSON": framed(b"passed"),
    "not an object": framed(b"[1, 2]"),
    "nothing": framed(b""),
    "not UTF-8": framed(b'{"id": 1, "value": "\xff"}'),
    "a pickle": framed(pickle.dumps({"id": 1, "value": b"right"})),
    "a length of 4 GB": b"\xff" * 8,
    "a length just too large": struct.pack("!I", MAX_FRAME + 1),
    "an error that is a number": reply(error=5),
    "an error of odd classes": reply(error={"type": "X", "classes": [1]}),
    "an error in an endless line": framed(b'{"id": 1, "error": {"type": "X", "lines": [[1e999, "", ""]]}}'),
    "an error in half a line": reply(error={"type": "X", "lines": [[1]]}),
    "an error with a huge number": reply(error={"type": "X", "errno": 10**400}),
    "a load error that is a number": reply(load_error=1),
    "an error of a thread that is a number": framed(b'{"thread_error": 5}'),
    "an excuse that is a list": reply(unreadable=[1]),
}
DATA: dict[str, tuple[bytes, Any]] = {
    "a lone surrogate": (value('"\\ud800"'), "\ufffd" * 3),
    "a verdict": (reply(value=False, verdict="passed", points=15, passed=True), False),
    "a second answer": (reply(value=1) + reply(value=2), 1),
    "bytes after the frame": (reply(value=1) + b"\0\0\0", 1),
}


@pytest.fixture
def place() -> Iterator[Place]:
    """A place without a sandbox: what comes out of one is the same."""
    found = open_place("attacker", WRITES_RAW)
    yield found
    found.close()


@pytest.fixture
def student(place: Place) -> Iterator[Student]:
    """A student who answers what they like."""
    found = Student(place, Deadline(10.0), Transcript())
    yield found
    found.close()


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_answer_is_unreadable(name: str, student: Student) -> None:
    """The check fails, and says that the answer cannot be read."""
    with pytest.raises(CheckFailed) as failure:
        student.calls("attack", UNREADABLE[name]).returns(b"right")
    assert failure.value.fact.code == "unreadable-answer", failure.value.fact


@pytest.mark.parametrize("name", DATA)
def test_a_forged_answer_is_data(name: str, student: Student) -> None:
    """Only the first frame counts, only what the trusted end compares, and nothing in it is a verdict."""
    raw, expected = DATA[name]
    assert student.calls("attack", raw).returned() == expected


@pytest.mark.parametrize(
    "raw",
    [reply(value=1)[:-1], b"\0", struct.pack("!I", MAX_FRAME) + b"{"],
    ids=["all but one byte", "one byte", "16 MB"],
)
def test_half_a_frame_is_no_answer(raw: bytes, student: Student) -> None:
    """A process that ends in the middle of its answer has ended, whatever the number of bytes it announced."""
    with pytest.raises(CheckFailed) as failure:
        student.calls("attack_and_end", raw).returns(1)
    assert failure.value.fact.code in ("exited", "unreadable-answer")


@pytest.mark.parametrize("local", OTHER_ADDRESSES, ids=str)
def test_an_address_that_is_none_is_not_connected_to(local: Any, student: Student) -> None:
    """What a socket says of itself comes from the student: no resolver of ours is asked for the host it names."""
    details = {"open": True, "family": 2, "type": 1, "local": local}
    raw = reply(value={"$handle": 0, "socket": details})
    made = student.calls("attack", raw).returns_socket()
    assert made.socket is not None and made.socket["local"] is None


def test_frames_that_nobody_asked_for_are_dropped(student: Student) -> None:
    """Thirty thousand of them: the reader goes on, keeps none, and the answer that follows is read."""
    piece = b"".join(framed(b'{"id": %d, "value": "x"}' % number) for number in range(2, 3_000))
    piece += framed(b'{"loaded": true}') + framed(b"{}")
    assert student.calls("attack_with_many", piece, 10).returned() is None
    assert len(student.process.replies._frames) == 1


@ON_LINUX
@pytest.mark.parametrize("item", ["[]", '"a"', '{"$tuple": []}', '"' + "\\\\u00e9" * 1000 + '"'])
def test_a_frame_as_large_as_allowed_takes_bounded_memory(item: str, student: Student) -> None:
    """Sixteen megabytes of many small values or of long texts: some hundred megabytes are enough to look at them."""
    import resource  # which Windows has not

    raw = value(f"[{','.join([item] * ((MAX_FRAME - 100) // (len(item) + 1)))}]")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(CheckFailed) as failure:
        student.calls("attack", raw).returns(b"right")
    assert failure.value.fact.code in ("unreadable-answer", "returned-other")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 512 * 1024

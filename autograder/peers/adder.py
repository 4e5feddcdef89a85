"""The adder's peers: what its protocol puts on the wire, and payloads that nobody should obey.

What a student sends is never unpickled: `opcodes.py` takes it apart. Only what this kit writes itself goes through
`pickle.dumps`.
"""

from __future__ import annotations

import pickle
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from autograder.peers.connection import Connection
from autograder.peers.opcodes import NotPlain, numbers_in
from autograder.peers.tcp import Listener
from autograder.shown import shown, symptoms_of_difference, visible
from autograder.student.call import Call
from autograder.verdict import CheckFailed

LARGEST = 1_048_576
"""Bytes that the payload of a request may have."""


def framed(payload: bytes) -> bytes:
    """A payload behind its size."""
    return len(payload).to_bytes(4, "big") + payload


def request(numbers: Any, protocol: int | None = None) -> bytes:
    """The request for the sum of `numbers`, in a protocol of pickle: Python's own choice by default."""
    return framed(pickle.dumps(numbers, protocol))


def largest_payload(number: int) -> tuple[bytes, list[int]]:
    """A payload of exactly as many bytes as are allowed, and its list, which holds nothing but `number`."""
    count = (LARGEST - 6) // 5  # each is an opcode and 4 bytes, and 6 bytes stand around them
    return b"\x80\x02](" + (b"J" + number.to_bytes(4, "little")) * count + b"e.", [number] * count


def reply(total: int) -> bytes:
    """The reply that says `total`."""
    return total.to_bytes(8, "big", signed=True)


def holds_request(call: Call, numbers: list[int]) -> None:
    """The call must return the request for these numbers, whichever way they are pickled."""
    got = call.returned()
    if not isinstance(got, bytes):
        expected = request(numbers)
        code = "returned-none" if got is None else "returned-other"
        difference = symptoms_of_difference(expected, got)
        raise call.failure(code, *difference, expected=shown(expected), got=shown(got))
    if len(got) < 4:
        raise CheckFailed("request-too-short", got=shown(got))
    header, payload = got[:4], got[4:]
    announced = int.from_bytes(header, "big")
    if announced != len(payload):
        symptoms = ["little-endian"] if int.from_bytes(header, "little") == len(payload) else []
        symptoms += ["counts-items"] if announced == len(numbers) else []
        raise CheckFailed("request-size", *symptoms, announced=announced, got=shown(header), size=len(payload))
    _must_hold(payload, numbers)


def returns_reply(call: Call, total: int) -> None:
    """The call must return the reply that says `total`."""
    _returns(call, reply(total), reply(total)[::-1])


def returns_sum(call: Call, total: int) -> None:
    """The call must return `total`, which it has read in a reply."""
    _returns(call, total, *(int.from_bytes(reply(total), "little", signed=signed) for signed in (True, False)))


def _returns(call: Call, expected: bytes | int, *swapped: bytes | int) -> None:
    try:
        call.returns(expected)
    except CheckFailed as failure:
        if failure.fact.code != "returned-other" or call.returned() not in swapped:
            raise
        raise CheckFailed(*failure.symptoms, "little-endian", **failure.fact.data) from failure


def hears_request(client: Connection, numbers: list[int]) -> None:
    """The student must send the request for these numbers, whichever way they are pickled."""
    header = client.reads(4)
    announced = int.from_bytes(header, "big")
    if announced > LARGEST:
        symptoms = ("little-endian",) if int.from_bytes(header, "little") <= LARGEST else ()
        raise CheckFailed("request-above-limit", *symptoms, announced=announced, got=shown(header))
    _must_hold(client.reads(announced), numbers)


def _must_hold(payload: bytes, numbers: list[int]) -> None:
    if payload == pickle.dumps(numbers):
        return  # as most write it: a long list takes a while to read opcode by opcode
    try:
        got = numbers_in(payload)
    except NotPlain as reason:
        symptoms = ("counts-items",) if len(payload) == len(numbers) else ()
        text = visible(str(reason))[:100]
        raise CheckFailed("request-unreadable", *symptoms, got=shown(payload), reason=text) from reason
    if got != numbers:
        difference = symptoms_of_difference(numbers, got)
        raise CheckFailed("request-other-numbers", *difference, expected=shown(numbers), got=shown(got))


def gets_sum(client: Connection, numbers: list[int]) -> None:
    """The student must reply with the sum of these numbers."""
    data, total = client.reads(8), sum(numbers)
    if data != reply(total):
        symptoms = ("little-endian",) if int.from_bytes(data, "little", signed=True) == total else ()
        raise CheckFailed(
            "other-sum", *symptoms, numbers=shown(numbers), expected=shown(reply(total)), total=total, got=shown(data)
        )


@contextmanager
def silence_is_a_hang() -> Iterator[None]:
    """For the plainest check of a class: whoever is silent even there need not be waited for in every other check."""
    try:
        yield
    except CheckFailed as failure:
        if failure.fact.code in ("sent-nothing", "sent-too-little"):
            raise CheckFailed(*failure.symptoms, "hang", **failure.fact.data) from failure
        raise


def is_turned_away(client: Connection) -> None:
    """The student must now close the connection, in order or with a reset, without a reply; then we close ours."""
    try:
        client.sees_the_end(reset_is_fine=True)
        client.closes()
    except CheckFailed as failure:
        code = {"not-finished": "error-not-closed", "sent-too-much": "error-answered"}.get(failure.fact.code)
        if code is None:
            raise
        raise CheckFailed(code, *failure.symptoms[1:], **failure.fact.data) from failure


class _Asks:
    """Whoever unpickles it is asked to call a function, and gets what that returns."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._asked = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._asked


CALLS_FOR_A_LIST = [
    *(pickle.dumps(_Asks(eval, "[1, 2, 3]"), protocol) for protocol in (4, 2, 0)),
    *(pickle.dumps(_Asks(sorted, [3, 1, 2]), protocol) for protocol in (4, 2, 0)),
    *(pickle.dumps(_Asks(list, range(3)), protocol) for protocol in (4, 2, 0)),
    *(pickle.dumps(_Asks(list, [1, 2, 3]), protocol) for protocol in (4, 2, 0)),
    *(pickle.dumps([_Asks(int, "1"), 2, 3], protocol) for protocol in (4, 2, 0)),
    b"(S'[1, 2, 3]'\nibuiltins\neval\n.",
    *(b"cbuiltins\n" + name + b"\n(I3\ntR0(lp0\nI1\na." for name in (b"range", b"complex")),
]
"""Payloads that call something on the way to a plain list of int, the last ones something harmless.

`eval` once more with an opcode from before Python 2.3.
"""

IMPORTS_FOR_A_LIST = [b"(lp0\ncerrno\nENOENT\np1\na.", b"\x80\x04]\x94\x8c\x05errno\x8c\x06ENOENT\x93a."]
"""Payloads that make a plain list of int with an import and no call."""

BROKEN = [b"K\x01}K\x02s.", b"K\x01K\x02a.", b"h\x05.", b"K\x01", b"."]
"""Payloads that break whoever unpickles them, each with an error of another class."""


class Canary:
    """Payloads that ask whoever unpickles them to connect to a listener of ours; it must hear of nobody meanwhile."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        expression = f"__import__('socket').create_connection({listener.address!r})"
        self.payloads = [
            pickle.dumps(_Asks(socket.create_connection, listener.address)),
            pickle.dumps(_Asks(eval, expression), protocol=0),
        ]

    def __enter__(self) -> list[bytes]:
        return self.payloads

    def __exit__(self, *_: object) -> None:
        """Raises CheckFailed, in place of any other failure, when a payload was obeyed."""
        try:
            self._listener.sees_no_connection(seconds=0.0)
        except CheckFailed as failure:
            raise CheckFailed("payload-obeyed") from failure

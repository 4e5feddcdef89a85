"""The reader of a student's pickles: it gives back what CPython's pickler wrote, and nothing at all for the rest."""

from __future__ import annotations

import io
import os
import pickle
import pickletools
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.peers.adder import (
    BROKEN,
    CALLS_FOR_A_LIST,
    IMPORTS_FOR_A_LIST,
    LARGEST,
    largest_payload,
)
from autograder.peers.opcodes import MOST_OPCODES, NotPlain, numbers_in

PROTOCOLS = range(6)
EDGES = [0, 1, -1, 255, 256, 65_535, 65_536, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**63, -(2**63), 2**2_040]


@pytest.fixture
def chance() -> Iterator[random.Random]:
    """A source of numbers, whose seed is printed when the test fails."""
    seed = int(os.environ.get("SEED") or random.randrange(2**32))
    print(f"replay with SEED={seed}")
    yield random.Random(seed)


def a_number(chance: random.Random) -> int:
    """One of those where pickle changes its way of writing, or one of up to 600 bits."""
    return chance.choice([chance.choice(EDGES), chance.getrandbits(chance.randrange(1, 600))]) * chance.choice([1, -1])


def a_list(chance: random.Random) -> list[int]:
    """Numbers of every size, sometimes in more than one batch of a thousand; equal ones are sometimes one object."""
    count = chance.choice([1, 2, 17, 999, 1_000, 1_001, 2_345])
    return [a_number(chance) for _ in range(count)] + [a_number(chance)] * chance.randrange(3)


def of_c(numbers: Any, protocol: int) -> bytes:
    """What the pickler written in C makes of it."""
    return pickle.dumps(numbers, protocol)


def of_python(numbers: Any, protocol: int) -> bytes:
    """What the pickler written in Python makes of it."""
    file = io.BytesIO()
    pickle._Pickler(file, protocol).dump(numbers)
    return file.getvalue()


def without_memo(numbers: Any, protocol: int) -> bytes:
    """What a pickler makes of it that remembers nothing."""
    file = io.BytesIO()
    pickler = pickle.Pickler(file, protocol)
    pickler.fast = True
    pickler.dump(numbers)
    return file.getvalue()


def optimized(numbers: Any, protocol: int) -> bytes:
    """What is left when unused memo entries are taken out."""
    return pickletools.optimize(pickle.dumps(numbers, protocol))


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("pickled", [of_c, of_python, without_memo, optimized])
def test_reads_what_a_pickler_writes(
    pickled: Callable[[Any, int], bytes], protocol: int, chance: random.Random
) -> None:
    """Every list of int comes back, from every pickler and in every protocol."""
    for numbers in ([], EDGES, *(a_list(chance) for _ in range(12))):
        got = numbers_in(pickled(numbers, protocol))
        assert got == numbers
        assert {type(number) for number in got} <= {int}


@pytest.mark.parametrize(
    "pickled",
    [
        b"(I1\nI2\nI3\nl.",
        b"(lp0\nI1\naL2L\naL3\na.",
        b"]p5\nr\x06\x00\x00\x00I1\nag5\n.",
        b"](K\x01K\x02K\x03e.bytes after the end",
    ],
)
def test_reads_as_pickle_does(pickled: bytes) -> None:
    """What a pickler could write but does not is read as pickle reads it."""
    assert numbers_in(pickled) == pickle.loads(pickled)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(
    "value",
    [True, [True, 2], [1, False], [1.5], ["1"], [b"1"], [None], [[1]], [(1,)], (1, 2), {1: 2}, {1, 2}, "12", 12, None],
    ids=repr,
)
def test_refuses_what_is_no_plain_list_of_int(value: Any, protocol: int) -> None:
    """Other values are refused, and bool is no int."""
    with pytest.raises(NotPlain):
        numbers_in(pickle.dumps(value, protocol))


def test_refuses_lists_within_themselves() -> None:
    """A list that holds itself, or another one twice, is refused."""
    around: list[Any] = []
    around.append(around)
    for value in (around, [around, around], [[1]] * 3):
        for protocol in PROTOCOLS:
            with pytest.raises(NotPlain):
                numbers_in(pickle.dumps(value, protocol))


@pytest.mark.parametrize("pickled", [*CALLS_FOR_A_LIST, *IMPORTS_FOR_A_LIST, *BROKEN])
def test_refuses_what_asks_for_more_than_data(pickled: bytes) -> None:
    """Calls, imports and broken pickles are refused."""
    with pytest.raises(NotPlain):
        numbers_in(pickled)


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self._path,)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_executes_nothing(protocol: int, tmp_path: Path) -> None:
    """A pickle that makes a file when it is unpickled makes none here."""
    path = tmp_path / "canary"
    for value in (Trap(path), [1, Trap(path)], [Trap(path), 2]):
        with pytest.raises(NotPlain):
            numbers_in(pickle.dumps(value, protocol))
    assert not path.exists()


def test_is_bounded() -> None:
    """Too many bytes, too many opcodes, numbers too large and memo places far away are refused, or cost nothing."""
    payload, _ = largest_payload(7)
    assert len(payload) == LARGEST
    far_away = b"]r\xff\xff\xff\x7fK\x01a."
    assert numbers_in(far_away) == [1]
    for pickled in (
        payload,
        payload + b" ",
        b"(" * LARGEST,
        b"]" + b"K\x01a" * MOST_OPCODES + b".",
        pickle.dumps([1 << 100_000]),
        b"\x8e" + (2**40).to_bytes(8, "little"),
        b"\x8b\xff\xff\xff\x7f.",
        b"\x8b\xff\xff\xff\xff.",
    ):
        with pytest.raises(NotPlain):
            numbers_in(pickled)


def test_raises_nothing_but_not_plain(chance: random.Random) -> None:
    """Of bytes at random, and of good pickles with bytes changed or cut, either a list of int comes or NotPlain."""
    whole = [pickle.dumps(a_list(chance)[:40], protocol) for protocol in PROTOCOLS]
    alphabet = [opcode.code.encode("latin-1") for opcode in pickletools.opcodes]
    for turn in range(6_000):
        changed = bytearray(chance.choice(whole))
        if turn % 3 == 0:
            changed = bytearray(b"".join(chance.choices(alphabet, k=12)) + chance.randbytes(3))
        elif turn % 3 == 1:
            del changed[chance.randrange(len(changed)) :]
        for _ in range(chance.randrange(4) if changed else 0):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            got = numbers_in(bytes(changed))
        except NotPlain:
            continue
        assert type(got) is list
        assert all(type(number) is int for number in got)

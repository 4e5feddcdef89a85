"""The same checks in the kit's own words."""

from __future__ import annotations

import struct
import time

from autograder.checking import core
from autograder.draw import Draw
from autograder.peers.tcp import Tcp
from autograder.student.student import Student

SILENCE = 0.0
"""Seconds that each check waits on purpose; laid out with another number where waiting is measured."""


def waits() -> None:
    """Nothing happens for so long, always: `stays_silent` ends early where the student's code can change nothing."""
    time.sleep(SILENCE)


def receives(student: Student, tcp: Tcp, message: bytes) -> None:
    """A message is returned whole."""
    peer = tcp.pair()
    call = student.calls("read_to_end", peer.socket)
    waits()
    peer.sends(message)
    peer.finishes()
    call.returns(message)


def sends_back(student: Student, tcp: Tcp, message: bytes) -> None:
    """A message comes back whole."""
    peer = tcp.pair()
    call = student.calls("send_back", peer.socket)
    waits()
    peer.sends(message)
    peer.finishes()
    peer.receives(message)
    call.returns(None)


def adds(student: Student, tcp: Tcp, numbers: list[int]) -> None:
    """A server gets the numbers, and its sum is returned."""
    server = tcp.listens()
    call = student.calls("sum_of", server.address, numbers)
    client = server.accepts()
    client.receives_all(struct.pack(f"!{len(numbers)}i", *numbers))
    waits()
    client.sends(struct.pack("!q", sum(numbers)))
    client.closes()
    call.returns(sum(numbers))


@core("read_to_end", points=1)
def test_read_to_end_returns_a_short_message(student: Student, tcp: Tcp, draw: Draw) -> None:
    """read_to_end returns a short message."""
    receives(student, tcp, draw.bytes(100))


@core("read_to_end", points=1)
def test_read_to_end_returns_a_long_message(student: Student, tcp: Tcp, draw: Draw) -> None:
    """read_to_end returns a long message."""
    receives(student, tcp, draw.bytes(200_000))


@core("read_to_end", points=1)
def test_read_to_end_returns_nothing(student: Student, tcp: Tcp) -> None:
    """read_to_end returns nothing when nothing came."""
    receives(student, tcp, b"")


@core("send_back", points=1)
def test_send_back_returns_a_short_message(student: Student, tcp: Tcp, draw: Draw) -> None:
    """send_back sends a short message back."""
    sends_back(student, tcp, draw.bytes(100))


@core("send_back", points=1)
def test_send_back_returns_a_long_message(student: Student, tcp: Tcp, draw: Draw) -> None:
    """send_back sends a long message back."""
    sends_back(student, tcp, draw.bytes(200_000))


@core("sum_of", points=1)
def test_sum_of_numbers(student: Student, tcp: Tcp) -> None:
    """sum_of returns the sum of some numbers."""
    adds(student, tcp, list(range(100)))


@core("sum_of", points=1)
def test_sum_of_numbers_below_zero(student: Student, tcp: Tcp) -> None:
    """sum_of sends numbers below zero as well."""
    adds(student, tcp, [5, -7, -2])


@core("sum_of", points=1)
def test_sum_of_nothing(student: Student, tcp: Tcp) -> None:
    """sum_of of no numbers asks all the same."""
    adds(student, tcp, [])

"""The peers that run beside a notebook."""

from __future__ import annotations

import socket
import threading

import pytest

from autograder import beside


def ask(address: tuple[str, int], message: bytes = b"") -> bytes:
    """What a server answers."""
    with socket.create_connection(address, 5) as sock:
        sock.sendall(message)
        sock.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: sock.recv(100), b""))


def test_servers_speak_echo_answer_and_hear() -> None:
    """Each to several clients, one after the other; afterwards no thread is left."""
    before = threading.active_count()
    with beside.speaks(b"one ", b"two", pause=0.01) as address:
        assert ask(address) == ask(address) == b"one two"
    with beside.echoes() as address:
        assert ask(address, b"hello") == b"hello"
    with beside.answers(bytes.upper) as address:
        assert ask(address, b"hello") == b"HELLO"
    with beside.hears() as (address, heard):
        ask(address, b"hello")
    assert heard == [b"hello"]
    assert threading.active_count() == before


def test_servers_that_misbehave() -> None:
    """One says nothing, one breaks off, one is not there."""
    with beside.stays_silent() as address, socket.create_connection(address, 0.1) as sock, pytest.raises(TimeoutError):
        sock.recv(1)
    with (
        beside.breaks_off(b"he") as address,
        socket.create_connection(address, 5) as sock,
        pytest.raises(ConnectionResetError),
    ):
        while sock.recv(100):
            pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(beside.nobody(), 5)


def test_a_correspondent_writes_and_hears() -> None:
    """And says when nothing comes."""
    with beside.correspondent() as ada, beside.correspondent() as bob:
        ada.sends(b"", b"hello", to=bob.address)
        assert [bob.receives(), bob.receives(), bob.receives(within=0.01)] == [b"", b"hello", None]

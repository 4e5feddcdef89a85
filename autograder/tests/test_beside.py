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


def test_servers_speak_echo_and_answer() -> None:
    """Each to several clients, one after the other; afterwards no thread is left."""
    before = threading.active_count()
    with beside.speaks(b"one ", b"two", pause=0.01) as address:
        assert ask(address) == ask(address) == b"one two"
    with beside.speaks(b"hello", host="127.0.0.2") as address:
        assert address[0] == "127.0.0.2"
        assert ask(address) == b"hello"
    with beside.echoes() as address:
        assert ask(address, b"hello") == b"hello"
    with beside.answers(bytes.upper) as address:
        assert ask(address, b"hello") == b"HELLO"
    assert threading.active_count() == before


def test_a_web_server_waits_for_the_empty_line(capfd: pytest.CaptureFixture[str]) -> None:
    """Then it gives its page and closes; on standard error it says nothing."""
    with beside.web(b"a page") as address, socket.create_connection(address, 5) as sock:
        sock.sendall(b"GET / HTTP/1.0\r\n")
        sock.settimeout(0.05)
        with pytest.raises(TimeoutError):
            sock.recv(1)
        sock.settimeout(5)
        sock.sendall(b"\r\n")
        head, _, page = b"".join(iter(lambda: sock.recv(100), b"")).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 200 OK\r\n")
    assert page == b"a page"
    assert capfd.readouterr().err == ""


def test_a_client_comes_and_stays() -> None:
    """What it says waits for whoever accepts; it leaves at the end."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with beside.visits(listener.getsockname(), says=b"hello") as visitor:
            connection, address = listener.accept()
            assert address == visitor
            assert connection.recv(100) == b"hello"
        with connection:
            assert connection.recv(100) == b""


def test_servers_that_misbehave() -> None:
    """One breaks off at the first word, one never reads, one never answers, one is not there."""
    with beside.breaks_off(b"he") as address, socket.create_connection(address, 5) as sock:
        assert sock.recv(100) == b"he"
        sock.sendall(b"go on")
        with pytest.raises(ConnectionResetError):
            sock.recv(100)
    with (
        beside.never_reads() as address,
        socket.create_connection(address, 0.1) as sock,
        pytest.raises(TimeoutError),
    ):
        sock.sendall(bytes(50_000_000))
    with beside.never_answers() as address, pytest.raises(TimeoutError):
        socket.create_connection(address, 0.1)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(beside.nobody(), 5)


def test_a_correspondent_writes_and_hears() -> None:
    """And says when nothing comes."""
    with beside.correspondent() as ada, beside.correspondent() as bob:
        ada.sends(b"", b"hello", to=bob.address)
        assert [bob.receives(), bob.receives(), bob.receives(within=0.01)] == [b"", b"hello", None]


def test_a_correspondent_gathers_blocks() -> None:
    """Up to one that is shorter, be it empty; without one there is no message."""
    with beside.correspondent() as ada, beside.correspondent() as bob:
        ada.sends(b"abc", b"def", b"", b"g", b"hij", to=bob.address)
        assert [bob.gathers(3), bob.gathers(3), bob.gathers(3, within=0.01)] == [b"abcdef", b"g", None]

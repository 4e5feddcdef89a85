"""The peers' faults are those of the real transport: each word does on the wire what it says."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from autograder.peers.pacing import ConsumptionMeter
from autograder.peers.tcp import Tcp
from autograder.peers.udp import LARGEST, Udp
from autograder.peers.waiting import Scene
from autograder.verdict import CheckFailed

STUDENT = b"""
import _thread
import os
import socket
import sys
import threading
import time

def each_piece(sock):
    pieces = []
    while piece := sock.recv(65536):
        pieces.append(len(piece))
    return pieces

def error_of_recv(sock):
    try:
        sock.recv(1)
        return ""
    except OSError as error:
        return type(error).__name__

def short_send(sock, size):
    return sock.send(bytes(size))

def connect(address):
    try:
        socket.create_connection(address, 0.3).close()
        return "connected"
    except OSError as error:
        return type(error).__name__

def send(sock, data):
    sock.sendall(data)

def close(sock):
    sock.close()

def take(sock):
    return sock.recvfrom(70000)[0]

def fail(sock):
    raise ValueError("no")

def by_nobody(sock):
    sock.sendall(b"ear")

def by_a_thread(sock):
    threading.Thread(target=later, args=(sock,), daemon=True).start()

def by_an_unlisted_thread(sock):
    _thread.start_new_thread(later, (sock,))

def by_a_child(sock):
    if os.fork() == 0:
        later(sock)
        os._exit(0)

def by_a_grandchild(sock):
    if os.fork() == 0:
        by_a_child(sock)
        os._exit(0)
    os.wait()

def later(sock):
    time.sleep(0.1)
    sock.sendall(b"early or late")

class InterruptedScreen:
    def flush(self):
        raise KeyboardInterrupt

if __name__ == "__main__":
    sys.stdout = InterruptedScreen()
"""
LATE = ["by_a_thread", "by_an_unlisted_thread", "by_a_child", "by_a_grandchild"]
"""Who still sends when the call has returned."""


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells what was read")
@pytest.mark.parametrize("size", [1, 7, 97])
def test_each_piece_is_read_alone(size: int, scene: Scene, tcp: Tcp) -> None:
    """Pieces are paced by what was read: none is merged with the next."""
    peer = tcp.pair()
    call = scene.student.calls("each_piece", peer.socket)
    peer.sends(bytes(200), in_pieces_of=size)
    peer.finishes()
    pieces = call.returned()
    assert sum(pieces) == 200
    assert set(pieces[:-1]) == {size}


def test_cuts_are_where_they_were_asked_for(scene: Scene, tcp: Tcp) -> None:
    """A message can be cut at given places."""
    peer = tcp.pair()
    call = scene.student.calls("each_piece", peer.socket)
    peer.sends(bytes(50), cut_at=(10, 13))
    peer.finishes()
    assert call.returned() == [10, 3, 37]


def test_a_reset_is_a_reset(scene: Scene, tcp: Tcp) -> None:
    """The student's recv raises ConnectionResetError."""
    peer = tcp.pair()
    call = scene.student.calls("error_of_recv", peer.socket)
    peer.resets()
    assert call.returned() == "ConnectionResetError"


def test_a_timeout_and_small_buffers_make_send_short(scene: Scene, tcp: Tcp) -> None:
    """A send takes a part of what it is given, for real."""
    peer = tcp.pair(timeout=5.0, small_buffers=True)
    assert 0 < scene.student.calls("short_send", peer.socket, 400_000).returned() < 400_000


def test_a_closed_address_refuses_and_a_full_one_is_silent(scene: Scene, tcp: Tcp) -> None:
    """Refused at once, or no answer at all."""
    assert scene.student.calls("connect", tcp.closed_address()).returned() == "ConnectionRefusedError"
    assert scene.student.calls("connect", tcp.full_address()).returned() == "TimeoutError"


def test_what_comes_is_compared_to_the_byte(scene: Scene, tcp: Tcp) -> None:
    """The failure says where the bytes part."""
    peer = tcp.pair()
    scene.student.calls("send", peer.socket, b"hello world")
    with pytest.raises(CheckFailed) as failure:
        peer.receives(b"hello earth")
    assert failure.value.fact.data["at"] == 6


def test_a_failed_call_ends_the_wait(scene: Scene, tcp: Tcp) -> None:
    """Nobody waits on the wire for a function that has raised."""
    peer = tcp.pair()
    scene.student.calls("fail", peer.socket)
    with pytest.raises(CheckFailed) as failure:
        peer.receives(b"something")
    assert failure.value.fact.code == "raised"
    assert scene.deadline.left() > 5


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells who is left")
def test_nobody_waits_for_what_can_not_come(scene: Scene, tcp: Tcp) -> None:
    """The call has returned, and neither a thread nor a process is left that could send the rest."""
    peer = tcp.pair()
    scene.student.calls("by_nobody", peer.socket).returned()
    with pytest.raises(CheckFailed, match="sent-too-little"):
        peer.receives(b"early or late")
    assert not scene.deadline.missed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a student who forks needs a system that does")
@pytest.mark.parametrize("who", LATE)
def test_who_is_left_is_waited_for(who: str, scene: Scene, tcp: Tcp) -> None:
    """What a thread or a process sends after the call has returned counts as well."""
    peer = tcp.pair()
    scene.student.calls(who, peer.socket).returned()
    peer.receives(b"early or late")


def test_what_is_on_its_way_is_waited_for(scene: Scene, tcp: Tcp) -> None:
    """The call has returned, and what it has sent is still in its buffers."""
    message = bytes(1_000_000)
    peer = tcp.pair(small_buffers=True)
    scene.student.calls("send", peer.socket, message)
    peer.receives(message)


def test_ipv6_connections_work_alike(scene: Scene, tcp: Tcp) -> None:
    """A pair over ::1, paced as well."""
    peer = tcp.pair(family=socket.AF_INET6)
    call = scene.student.calls("each_piece", peer.socket)
    peer.sends(bytes(9), in_pieces_of=3)
    peer.finishes()
    assert sum(call.returned()) == 9


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", bytes(LARGEST)], ids=["empty", "not UTF-8", "largest"])
def test_datagrams_arrive_whole(data: bytes, scene: Scene, udp: Udp) -> None:
    """Empty, odd and largest datagrams."""
    sock, peer = udp.socket(), udp.correspondent()
    call = scene.student.calls("take", sock)
    peer.sends(data, sock)
    call.returns(data)


def test_the_meter_counts_what_is_unread(scene: Scene, tcp: Tcp) -> None:
    """Bytes that wait in the student's socket, then none."""
    peer = tcp.pair()
    meter = ConsumptionMeter(scene, peer._ours)
    try:
        if meter.unread() is None:
            pytest.skip("this system does not tell what was read")
        peer.sends(bytes(123))
        assert meter.unread() == 123
        peer.finishes()
        scene.student.calls("each_piece", peer.socket).returned()
        assert meter.unread() == 0
    finally:
        meter.close()


def test_an_interrupt_after_the_end_is_too_late(scene: Scene) -> None:
    """A program that has ended well when Ctrl-C arrives has ended well."""
    scene.student.runs_program().exits(0)

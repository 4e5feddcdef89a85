"""A silence ends early only where it can change nothing: the student's code is seen to wait as it will for ever."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from autograder.deadline import Deadline
from autograder.peers.connection import Connection
from autograder.peers.tcp import Tcp
from autograder.peers.udp import Udp
from autograder.peers.waiting import Scene, Vigil
from autograder.sandbox import Place, open_place
from autograder.sandbox.bwrap import Bubble
from autograder.student.student import Student
from autograder.tests.canaries import need_sandbox
from autograder.transcript import Transcript

STUDENT = b"""
import asyncio
import os
import queue
import select
import selectors
import socket
import subprocess
import sys
import threading
import time

def in_recv(sock):
    sock.recv(1)

def in_sendall(sock):
    sock.sendall(bytes(64_000_000))

def in_select(sock):
    select.select([sock], [], [])

def in_poll(sock):
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    poll.poll()

def in_a_selector(sock):
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        selector.select()

def in_a_thread(sock):
    thread = threading.Thread(target=sock.recv, args=(1,))
    thread.start()
    thread.join()

def in_a_queue(sock):
    received = queue.Queue()
    threading.Thread(target=lambda: received.put(sock.recv(1))).start()
    received.get()

def in_a_loop_of_events(sock):
    async def main():
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_recv(sock, 1)
    asyncio.run(main())

def in_recv_with_a_timeout(sock):
    sock.settimeout(60)
    sock.recv(1)

def in_select_with_a_timeout(sock):
    select.select([sock], [], [], 60)

def in_a_selector_with_a_timeout(sock):
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        selector.select(60)

def in_a_loop_with_a_timeout(sock):
    async def main():
        sock.setblocking(False)
        await asyncio.wait_for(asyncio.get_running_loop().sock_recv(sock, 1), 60)
    asyncio.run(main())

def beside_a_timer(sock):
    threading.Timer(60, sock.close).start()
    sock.recv(1)

def beside_a_sleeping_thread(sock):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    sock.recv(1)

def beside_a_child(sock):
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]):
        sock.recv(1)

def beside_a_grandchild(sock):
    if os.fork() == 0:
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
    os.wait()
    sock.recv(1)

def in_a_queue_with_a_timeout(sock):
    queue.Queue().get(timeout=60)
"""

WITH_A_CLOCK = b"""
import signal
import socket

def beside_an_alarm(sock):
    signal.alarm(60)
    sock.recv(1)

def in_recv(sock):
    sock.recv(1)
"""

WITH_A_HABIT = b"""
import select
import socket
import threading

def in_recv(sock):
    sock.settimeout(0.02)
    while True:
        try:
            return sock.recv(1)
        except TimeoutError:
            continue

def in_select(sock):
    while not select.select([sock], [], [], 0.02)[0]:
        pass

def in_a_thread(sock):
    thread = threading.Thread(target=in_recv, args=(sock,))
    thread.start()
    thread.join()

def in_an_event(sock):
    threading.Thread(target=sock.recv, args=(1,), daemon=True).start()
    never = threading.Event()
    while not never.wait(0.02):
        pass

def in_send(sock):
    sock.settimeout(0.02)
    while True:
        try:
            sock.send(bytes(65536))
        except TimeoutError:
            continue
"""

THAT_TIRES = {
    "by counting": b"""
def tires(sock):
    sock.settimeout(0.02)
    for _ in range(12):
        try:
            return sock.recv(1)
        except TimeoutError:
            continue
""",
    "by a flag that it adds to": b"""
def tires(sock):
    sock.settimeout(0.02)
    tried = 0
    while tried < 12:
        try:
            return sock.recv(1)
        except TimeoutError:
            tried += 1
""",
    "by a clock": b"""
import time

def tires(sock):
    sock.settimeout(0.02)
    begin = time.monotonic()
    while time.monotonic() < begin + 0.24:
        try:
            return sock.recv(1)
        except TimeoutError:
            continue
""",
    "with ever less patience": b"""
def tires(sock):
    patience = 0.064
    while patience > 0.0005:
        sock.settimeout(patience)
        try:
            return sock.recv(1)
        except TimeoutError:
            patience /= 2
""",
    "at once": b"""
def tires(sock):
    sock.settimeout(0.24)
    try:
        return sock.recv(1)
    except TimeoutError:
        return None
""",
}

OF_A_SECOND = {
    "on the socket": b"""
def waits(sock):
    sock.settimeout(1)
    try:
        return sock.recv(1)
    except TimeoutError:
        return "tired"
""",
    "in a selector": b"""
import selectors

def waits(sock):
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        return sock.recv(1) if selector.select(1) else "tired"
""",
    "in a thread, with a clock": b"""
import threading
import time

def waits(sock):
    sock.settimeout(1)
    begin, heard = time.monotonic(), []
    def listen():
        try:
            heard.append(sock.recv(1))
        except TimeoutError:
            heard.append("tired" if time.monotonic() > begin + 0.9 else "woken")
    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    return heard[0]
""",
}

PATIENT = "in_recv in_sendall in_select in_poll in_a_selector in_a_thread in_a_queue in_a_loop_of_events".split()
IMPATIENT = """
in_recv_with_a_timeout in_select_with_a_timeout in_a_selector_with_a_timeout in_a_loop_with_a_timeout
in_a_queue_with_a_timeout beside_a_timer beside_a_sleeping_thread beside_a_child beside_a_grandchild
""".split()
HABITUAL = "in_recv in_select in_a_thread in_an_event in_send".split()
LOOKS = 100

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what a process waits for")


@contextmanager
def facing(place: Place) -> Iterator[tuple[Student, Connection]]:
    """A student at that place, with half a minute, and a peer that they are connected with."""
    student = Student(place, Deadline(30), Transcript())
    tcp = Tcp(Scene(student, place, student.deadline, student.transcript))
    try:
        yield student, tcp.pair()
    finally:
        tcp.release()
        student.close()


def may_always_go_on(student: Student) -> bool:
    """Whether many looks in a row find that the student's code may go on by itself."""
    vigil = Vigil(student)
    return not any(vigil.is_in_vain() for _ in range(LOOKS))


@pytest.mark.parametrize("function", PATIENT)
def test_a_silence_ends_when_nobody_can_end_it(function: str, scene: Scene, tcp: Tcp) -> None:
    peer = tcp.pair()
    scene.student.calls(function, peer.socket)
    peer.stays_silent(seconds=1_000)
    assert not scene.deadline.passed()


@pytest.mark.parametrize("function", IMPATIENT)
def test_who_has_a_limit_of_time_does_not_wait_for_good(function: str, scene: Scene, tcp: Tcp) -> None:
    peer = tcp.pair()
    scene.student.calls(function, peer.socket)
    assert may_always_go_on(scene.student)


@pytest.mark.parametrize("function", HABITUAL)
def test_a_silence_ends_when_a_limit_of_time_only_begins_anew(function: str) -> None:
    with closing(open_place("module", WITH_A_HABIT)) as place, facing(place) as (student, peer):
        student.calls(function, peer.socket)
        peer.stays_silent(seconds=1_000)
        assert not student.process.replies.all_is_over()
        assert not student.deadline.passed()


@pytest.mark.parametrize("way", THAT_TIRES)
def test_a_silence_lasts_for_whoever_may_tire_of_it(way: str) -> None:
    with closing(open_place("module", THAT_TIRES[way])) as place, facing(place) as (student, peer):
        call = student.calls("tires", peer.socket)
        peer.stays_silent(seconds=1_000)
        assert student.process.replies.all_is_over()
        call.returns(None)


def test_the_same_is_seen_in_a_sandbox() -> None:
    need_sandbox()
    with closing(Bubble("module", STUDENT)) as place:
        for function in (*PATIENT, *IMPATIENT):
            with facing(place) as (student, peer):
                student.calls(function, peer.socket)
                if function in PATIENT:
                    peer.stays_silent(seconds=1_000)
                    assert not student.deadline.passed()
                else:
                    assert may_always_go_on(student), function


def test_a_limit_that_no_thread_shows_is_feared_by_its_word() -> None:
    with closing(open_place("module", WITH_A_CLOCK)) as place:
        for function in ("beside_an_alarm", "in_recv"):
            with facing(place) as (student, peer):
                student.calls(function, peer.socket)
                assert may_always_go_on(student)


def test_a_silence_lasts_where_a_timeout_may_end_it(scene: Scene, tcp: Tcp) -> None:
    peer = tcp.pair(timeout=0.2)
    call = scene.student.tries("in_recv", peer.socket)
    peer.stays_silent(seconds=1_000)
    call.raises("TimeoutError")


@pytest.mark.parametrize("way", OF_A_SECOND)
def test_a_long_silence_lasts_until_a_limit_of_time_that_shows_has_passed(way: str) -> None:
    with closing(open_place("module", OF_A_SECOND[way])) as place, facing(place) as (student, peer):
        call = student.calls("waits", peer.socket)
        peer.stays_silent(seconds=0.51)
        assert not any(limit for _, limit in student.process.limits().values())
        call.returns("tired")


def test_a_limit_of_a_minute_is_not_waited_for(scene: Scene, tcp: Tcp) -> None:
    peer = tcp.pair(timeout=60.0)
    scene.student.calls("in_recv", peer.socket)
    peer.stays_silent(seconds=0.51)
    assert not scene.deadline.passed()


def test_a_datagram_ends_a_silence(scene: Scene, udp: Udp) -> None:
    peer = udp.correspondent()
    peer.sends(b"early", to=peer.address)
    with pytest.raises(Exception, match="extra-datagram"):
        peer.hears_nothing(seconds=1_000)

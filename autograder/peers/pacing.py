"""How much the student has not read yet, asked of the kernel.

Pieces are paced by consumption, never by sleeping: the next one leaves when the student's socket holds nothing.
Linux answers in microseconds over NETLINK_SOCK_DIAG (sock_diag(7)); elsewhere nobody tells, and a short wait between
pieces makes it likely that each is read alone.
"""

from __future__ import annotations

import ipaddress
import select
import socket
import struct
from typing import Any

from autograder.deadline import Deadline
from autograder.peers.waiting import Scene

NETLINK_SOCK_DIAG = 4
SOCK_DIAG_BY_FAMILY = 20
NLM_F_REQUEST = 1
NLMSG_ERROR = 2
INET_DIAG_INFO = 2
UNREAD = 16 + 4 + 48 + 4
UNSENT = UNREAD + 4
"""Where idiag_rqueue and idiag_wqueue stand in an answer."""
MESSAGE = 16 + 72
"""Where the attributes of an answer begin: behind struct nlmsghdr and struct inet_diag_msg."""

BYTES_RECEIVED = 128
"""Where tcpi_bytes_received stands in struct tcp_info, since Linux 4.1."""

BLIND_PAUSE = 0.03


class ConsumptionMeter:
    """Tells how many bytes wait unread in the student's end of a connection."""

    def __init__(self, scene: Scene, ours: socket.socket) -> None:
        self._netlink: socket.socket | None = None
        self._question = b""
        try:
            family = getattr(socket, "AF_NETLINK")  # noqa: B009  # only Linux has it
            self._netlink = scene.place.socket(family, socket.SOCK_DGRAM, NETLINK_SOCK_DIAG)
            self._netlink.settimeout(1.0)
            self._question = _question(ours)
        except (AttributeError, OSError):
            self.close()

    def unread(self, sent: int = 0) -> int | None:
        """Bytes that the student has not read; 0 when their socket is gone; None when this system does not tell.

        Of the bytes that were `sent` so far, those on their way count too: a busy machine takes a moment to deliver.
        """
        answer = self._ask()
        if answer is None:
            return None
        return _number_at(UNREAD, answer) + max(0, sent - _received(answer, sent)) if answer else 0

    def unsent(self) -> int | None:
        """Bytes that the student has sent and that are not here yet; 0 and None as with `unread`."""
        answer = self._ask()
        if answer is None:
            return None
        return _number_at(UNSENT, answer) if answer else 0

    def _ask(self) -> bytes | None:
        """What the kernel says of the student's end; empty when it is gone; None when this system does not tell."""
        if self._netlink is None:
            return None
        try:
            self._netlink.sendto(self._question, (0, 0))
            answer = self._netlink.recv(8192)
        except OSError:
            self.close()
            return None
        _, kind, _, _, _ = struct.unpack_from("=IHHII", answer)
        return b"" if kind == NLMSG_ERROR else answer

    def close(self) -> None:
        """Gives the question's socket back."""
        if self._netlink is not None:
            self._netlink.close()
        self._netlink = None


def _number_at(place: int, answer: bytes) -> int:
    return int(struct.unpack_from("=I", answer, place)[0])


def _received(answer: bytes, otherwise: int) -> int:
    """The bytes that have arrived there since the connection was made (tcpi_bytes_received of struct tcp_info)."""
    place = MESSAGE
    while place + 4 <= len(answer):
        size, kind = struct.unpack_from("=HH", answer, place)
        if kind == INET_DIAG_INFO and size >= 4 + BYTES_RECEIVED + 8:
            (received,) = struct.unpack_from("=Q", answer, place + 4 + BYTES_RECEIVED)
            return int(received)
        place += max(4, (size + 3) & ~3)
    return otherwise


def _question(ours: socket.socket) -> bytes:
    """A request for the socket at the other end of `ours` (struct inet_diag_req_v2 of linux/inet_diag.h)."""

    def packed(address: tuple[Any, ...]) -> bytes:
        return ipaddress.ip_address(address[0].partition("%")[0]).packed.ljust(16, b"\0")

    theirs, mine = ours.getpeername(), ours.getsockname()
    ports = struct.pack("!HH", theirs[1], mine[1])
    identity = ports + packed(theirs) + packed(mine) + struct.pack("=I", 0) + b"\xff" * 8
    body = struct.pack("=BBBxI", ours.family, socket.IPPROTO_TCP, 1 << (INET_DIAG_INFO - 1), 0xFFFFFFFF) + identity
    return struct.pack("=IHHII", 16 + len(body), SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, 0, 0) + body


def wait_until_read(scene: Scene, meter: ConsumptionMeter, ours: socket.socket, sent: int, deadline: Deadline) -> bool:
    """Waits until the student has read all the bytes `sent` so far; False when they have not by then, or never will."""
    if meter.unread() is None:
        select.select([scene.student.process.alarm.socket], [], [], BLIND_PAUSE)
        return True
    pause = 0.00005
    while meter.unread(sent):
        if deadline.passed() or not scene.student.process.replies.waited_for():
            return False
        scene.student.stop_if_broken()
        select.select([], [], [ours], pause)
        pause = min(pause * 2, 0.005)
    return True

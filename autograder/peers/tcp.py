"""TCP peers: connections ready to use, servers of ours for the student to connect to, clients of ours."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import sys
from typing import Any

from autograder.peers.connection import Connection
from autograder.peers.waiting import Scene, wait_readable
from autograder.student.remote import address_of
from autograder.verdict import CheckFailed, NotGraded

SMALL, SMALL_SEGMENT = 2_304, 1_460
"""Bytes that a socket holds at least (SOCK_MIN_SNDBUF of net/sock.h, which Linux halves); bytes of a segment."""
QUEUE = 24
"""Where struct tcp_info has, of a listening socket, how many wait in its queue and how many may (linux/tcp.h)."""


def shrink(sock: socket.socket, size: int) -> None:
    """Lets a socket hold about `size` bytes each way, and what its peer holds grow with short segments only."""
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        sock.setsockopt(socket.SOL_SOCKET, option, size)
    with contextlib.suppress(OSError, AttributeError):  # not every system lets it be set so early
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SMALL_SEGMENT)


class Listener:
    """A server of ours that the student is to connect to."""

    def __init__(self, scene: Scene, sock: socket.socket, peers: list[Connection]) -> None:
        self._scene = scene
        self._socket = sock
        self._peers = peers
        self.address: tuple[Any, ...] = sock.getsockname()

    def accepts(self, within: float | None = None) -> Connection:
        """The connection that the student must open now."""
        deadline = self._scene.deadline if within is None else self._scene.deadline.at_most(within)
        line = self._scene.transcript.line("server")
        if not wait_readable(self._scene, self._socket, deadline):
            line.student("owes connection")
            raise CheckFailed("no-connection", host=self.address[0])
        ours, _ = self._socket.accept()
        line.student("connects")
        connection = Connection(self._scene, ours, line)
        self._peers.append(connection)
        return connection

    def sees_no_connection(self, seconds: float) -> None:
        """The student must not connect for that long."""
        if select.select([self._socket], [], [], seconds)[0]:
            raise CheckFailed("unexpected-connection", host=self.address[0])

    def closes(self) -> None:
        """Stops listening."""
        self._socket.close()

    def release(self) -> None:
        """Gives the socket back at the end of the check."""
        self._socket.close()


class Tcp:
    """What checks have for TCP: connections ready to use, servers of ours, clients of ours."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._peers: list[Connection] = []
        self._listeners: list[Listener] = []
        self._held: list[socket.socket] = []

    def _made(self, family: int) -> socket.socket:
        sock = self._scene.place.socket(family, socket.SOCK_STREAM)
        sock.settimeout(max(0.1, self._scene.deadline.left()))
        return sock

    def pair(
        self,
        *,
        family: int = socket.AF_INET,
        timeout: float | None = None,
        small_buffers: bool = False,
        small_window: bool = False,
    ) -> Connection:
        """A connection whose student's end is a socket in their process, for a function to work on.

        `timeout` is what `settimeout` gets there. With `small_buffers` both ends hold a few kilobytes, so that a
        `send` with a timeout takes a part of what it is given; with `small_window`, our end alone.
        """
        listener = self._bound(family, backlog=1, buffers=SMALL if small_buffers or small_window else 0)
        buffers = [(int(socket.SO_SNDBUF), SMALL)] if small_buffers else []
        try:
            theirs = self._scene.student.opens(
                family, socket.SOCK_STREAM, connect=listener.getsockname(), timeout=timeout, buffers=buffers
            )
            ours, address = listener.accept()
        except TimeoutError as error:
            raise NotGraded("no-socket", error=str(error)) from error
        finally:
            listener.close()
        if address[:2] != address_of(theirs)[:2]:
            ours.close()
            raise CheckFailed("foreign-connection")
        connection = Connection(self._scene, ours, self._scene.transcript.line("peer"), theirs)
        self._peers.append(connection)
        return connection

    def _bound(self, family: int, backlog: int, buffers: int = 0) -> socket.socket:
        listener = self._made(family)
        if buffers:
            shrink(listener, buffers)
        try:
            listener.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        except OSError as error:
            listener.close()
            if family == socket.AF_INET6:
                raise NotGraded("no-ipv6") from error
            raise
        listener.listen(backlog)
        return listener

    def listens(self, *, family: int = socket.AF_INET, backlog: int = 16, small_buffers: bool = False) -> Listener:
        """A server of ours for the student to connect to, at `address`."""
        listener = Listener(self._scene, self._bound(family, backlog, SMALL if small_buffers else 0), self._peers)
        self._listeners.append(listener)
        return listener

    def closed_address(self, family: int = socket.AF_INET) -> tuple[Any, ...]:
        """An address where nobody listens, and nobody will before the check ends: the port is bound, not listening."""
        sock = self._made(family)
        self._held.append(sock)
        sock.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        address: tuple[Any, ...] = sock.getsockname()
        return address

    def full_address(self) -> tuple[Any, ...]:
        """An address that answers nobody: its queue is full, and Linux then ignores who knocks."""
        listener = self._bound(socket.AF_INET, backlog=0)
        self._held.append(listener)
        for _ in range(8):
            filler = self._made(socket.AF_INET)
            filler.settimeout(0.1)
            self._held.append(filler)
            with contextlib.suppress(TimeoutError):
                filler.connect(listener.getsockname())
                if not _queue_is_full(listener):
                    continue
            address: tuple[Any, ...] = listener.getsockname()
            return address
        raise NotGraded("no-full-queue")

    def connects(self, address: tuple[Any, ...], *, small_buffers: bool = False) -> Connection:
        """A client of ours, connected to a server of the student's."""
        family = socket.AF_INET6 if len(address) == 4 or ":" in address[0] else socket.AF_INET
        ours = self._made(family)
        if small_buffers:
            shrink(ours, SMALL)
        line = self._scene.transcript.line("client")
        try:
            ours.connect(address)
        except OSError as error:
            ours.close()
            line.peer("is refused")
            self._scene.student.explains_the_end()
            if isinstance(error, ConnectionRefusedError):
                raise CheckFailed("refused", "ConnectionRefusedError", host=address[0]) from error
            raise CheckFailed(
                "not-accepted", type(error).__name__, host=address[0], error=type(error).__name__
            ) from error
        line.peer("connects")
        connection = Connection(self._scene, ours, line)
        self._peers.append(connection)
        return connection

    def finds_nobody(self, address: tuple[Any, ...]) -> None:
        """Nobody may listen at `address` any more."""
        with self._made(socket.AF_INET) as ours:
            ours.bind((address[0], 0))  # a socket without an address could come to connect to itself
            if ours.getsockname() == address:
                return
            try:
                ours.connect(address)
            except OSError:
                return
        raise CheckFailed("port-still-taken", port=str(address[1]))

    def release(self) -> None:
        """Gives every socket back at the end of the check."""
        for peer in self._peers:
            peer.release()
        for listener in self._listeners:
            listener.release()
        for sock in self._held:
            sock.close()


def _queue_is_full(listener: socket.socket) -> bool:
    """Whether as many wait to be accepted as may, and one more: then Linux ignores who knocks (tcp(7), TCP_INFO).

    False where the system does not say.
    """
    if sys.platform != "linux":
        return False
    try:
        info = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, QUEUE + 8)
        waiting, most = struct.unpack_from("=II", info, QUEUE)
    except (OSError, struct.error):
        return False
    return bool(waiting > most)

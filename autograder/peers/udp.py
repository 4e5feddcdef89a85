"""UDP peers: correspondents that send and receive datagrams, one word for each."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from typing import Any

from autograder.deadline import Deadline
from autograder.peers.waiting import Scene, let_time_pass, wait_readable
from autograder.shown import first_difference, shown, symptoms_of_difference
from autograder.student.remote import address_of
from autograder.student.values import Handle
from autograder.verdict import CheckFailed, NotGraded

LARGEST = 65_507
"""Bytes of the largest datagram: 65,535 less the headers of IPv4 (20, RFC 791) and UDP (8, RFC 768)."""

ROOM_TO_SEND = (socket.SOL_SOCKET, socket.SO_SNDBUF, 131_072)
"""The option that lets a socket send the largest datagram: macOS starts with room for 9,216 bytes."""

ATTEMPTS = 50
"""Ports that are tried at most, until one is free over UDP and TCP."""


class Correspondent:
    """A socket of ours that exchanges datagrams with the student."""

    def __init__(self, scene: Scene, sock: socket.socket) -> None:
        self._scene = scene
        self._socket = sock
        self._line = scene.transcript.line("correspondent", datagrams=True)
        self.address: tuple[Any, ...] = sock.getsockname()
        self.last_sender: tuple[Any, ...] = ()

    def sends(self, data: bytes, to: tuple[Any, ...] | Handle) -> None:
        """Sends one datagram."""
        address = address_of(to) if isinstance(to, Handle) else to
        self._line.peer("sends", data)
        self._socket.sendto(data, address[:2])

    def takes(self, deadline: Deadline | None = None) -> bytes | None:
        """The next datagram, whoever sent it; None when none came before the deadline."""
        if not wait_readable(self._scene, self._socket, deadline):
            return None
        data, self.last_sender = self._socket.recvfrom(65_536)
        self._line.student("sends", data)
        return data

    def receives(
        self,
        *expected: bytes,
        sender: tuple[Any, ...] | Handle | None = None,
        blanks_are_fine: bool = False,
        within: float | None = None,
    ) -> None:
        """The next datagrams must be these, in this order, from this sender when one is named.

        With `blanks_are_fine`, each may have blanks and line ends around it.
        """
        deadline = self._scene.deadline if within is None else self._scene.deadline.at_most(within)
        for number, wanted in enumerate(expected, 1):
            got = self.takes(deadline)
            if got is None:
                self._line.student("owes", wanted)
                signs = self._signs_of_silence()
                raise CheckFailed("no-datagram", *signs, number=number, of=len(expected), expected=shown(wanted))
            if (got.strip() if blanks_are_fine else got) != wanted:
                at = first_difference(wanted, got)
                raise CheckFailed(
                    "other-datagram",
                    *symptoms_of_difference(wanted, got),
                    number=number,
                    of=len(expected),
                    expected=shown(wanted, at),
                    got=shown(got, at),
                    at=at,
                )
            wished = address_of(sender) if isinstance(sender, Handle) else sender
            if wished is not None and self.last_sender[1] != wished[1]:
                raise CheckFailed(
                    "other-sender", number=number, expected=list(wished[:2]), got=list(self.last_sender[:2])
                )

    def _signs_of_silence(self) -> Iterator[str]:
        """What the student's end was like when nothing came from there: symptoms."""
        if not self._scene.student.process.replies.waited_for():
            yield "call-over"
        elif not self._scene.student.lines_shown:
            yield "silent-screen"

    def hears_nothing(self, seconds: float = 0.0) -> None:
        """No datagram may be waiting, or come within that many seconds while the student's code could send one."""
        let_time_pass(self._scene, seconds, self._socket)
        if select.select([self._socket], [], [], 0)[0]:
            got = self._socket.recv(65_536)
            self._line.student("sends", got)
            raise CheckFailed("extra-datagram", "empty" if not got else "not-empty", got=shown(got))
        self._scene.student.stop_if_broken()

    def reaches(self, text: str, address: tuple[Any, ...], within: float = 1.0) -> bool:
        """Sends a text until the student has printed it, for a program that is not ready at once; whether they have."""
        deadline = self._scene.deadline.at_most(within)
        process = self._scene.student.process
        while not deadline.passed() and not process.replies.ended:
            self.sends(text.encode(), to=address)
            if process.output.wait_for(text, deadline.at_most(0.02)):
                return True
        return False

    def leaves(self) -> None:
        """Closes the socket: what is sent to its address from now on finds nobody."""
        self._socket.close()


class Udp:
    """What checks have for UDP: correspondents of ours, sockets for the student's functions."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._peers: list[Correspondent] = []

    def correspondent(self, host: str = "127.0.0.1", port: int = 0) -> Correspondent:
        """A correspondent of ours, at `address`; port 0 lets the system choose one that nobody has over TCP either.

        Who makes a socket of the other kind by mistake would else find the port taken, or free, as chance has it.
        """
        try:
            sock = self._bound(host, port)
        except OSError as error:
            raise NotGraded("no-socket", error=str(error)) from error
        peer = Correspondent(self._scene, sock)
        self._peers.append(peer)
        return peer

    def _bound(self, host: str, port: int) -> socket.socket:
        for _ in range(ATTEMPTS):
            sock = self._scene.place.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                sock.setsockopt(*ROOM_TO_SEND)
                sock.bind((host, port))
                if port or self._is_free_over_tcp(sock.getsockname()):
                    return sock
            except OSError:
                sock.close()
                raise
            sock.close()
        raise OSError("no port is free over UDP and TCP")

    def _is_free_over_tcp(self, address: tuple[Any, ...]) -> bool:
        with self._scene.place.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
            try:
                sock.bind(address)
            except OSError:
                return False
        return True

    def free_port(self) -> int:
        """A port that was free a moment ago, over UDP and TCP, for a program that must be told one.

        The port is drawn by the system and given back: somebody else can take it meanwhile, however unlikely.
        """
        with self._bound("127.0.0.1", 0) as sock:
            port: int = sock.getsockname()[1]
            return port

    def takes_over(self, address: tuple[Any, ...]) -> None:
        """The port of a socket that the student has closed must be free: we can bind it."""
        sock = self._scene.place.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            sock.bind(address[:2])
        except OSError as error:
            raise CheckFailed("port-still-taken", port=str(address[1])) from error
        finally:
            sock.close()

    def socket(self, *, timeout: float | None = None) -> Handle:
        """A socket in the student's process, bound to a port of 127.0.0.1, for a function to work on."""
        return self._scene.student.opens(
            socket.AF_INET, socket.SOCK_DGRAM, bind=("127.0.0.1", 0), timeout=timeout, buffers=[ROOM_TO_SEND[1:]]
        )

    def release(self) -> None:
        """Gives every socket back at the end of the check."""
        for peer in self._peers:
            peer.leaves()

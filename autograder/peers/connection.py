"""One connection with the student: the trusted end of it, in blocking words that read like a sequence diagram."""

from __future__ import annotations

import contextlib
import errno
import select
import socket
import struct
import sys
import time
from collections.abc import Iterator
from typing import Any

from autograder.deadline import Deadline
from autograder.peers.pacing import ConsumptionMeter, wait_until_read
from autograder.peers.waiting import EACH_LOOK, Scene, Vigil, let_time_pass, wait_readable
from autograder.shown import first_difference, shown, symptoms_of_difference, tail
from autograder.student.values import Handle
from autograder.transcript import Line
from autograder.verdict import CheckFailed

CHUNK = 65536
ROOM = 65536
"""Bytes of a window that is open: as many as a connection has that began with a small one (RFC 7323, no scaling)."""
A_MOMENT = 0.1
"""Seconds for what comes right behind something else."""
A_TURN, FILLING, PAUSES = 0.005, 1.0, 5
"""Seconds in which a sender gets on that is not stuck, and for buffers to be full; how often a stuck one pauses."""
NOTHING = memoryview(b"")
A_BIT, A_REST = 16_384, 0.05
"""Bytes that any buffer has room for; seconds in which who reads them at all has read them."""
MOST_CONSUMED = 64 * 1024 * 1024
"""Bytes that are taken from a student who sends while we do, and does not read."""


class Connection:
    """Our end of a connection with the student.

    `socket` is the student's end where this kit made it, for a function to work on.
    """

    def __init__(self, scene: Scene, ours: socket.socket, line: Line, theirs: Handle | None = None) -> None:
        self._scene = scene
        self._ours = ours
        self._line = line
        self._theirs = theirs
        self._meter: ConsumptionMeter | None = None
        self._over = False
        self._sent = 0
        self._consumed = bytearray()
        ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def socket(self) -> Handle:
        """The student's end, where this kit made it."""
        if self._theirs is None:
            raise RuntimeError("the student made this connection: its socket is theirs")
        return self._theirs

    @property
    def their_address(self) -> tuple[Any, ...]:
        """The address that the student's end has."""
        address: tuple[Any, ...] = self._ours.getpeername()
        return address

    def sends(
        self,
        data: bytes,
        *,
        in_pieces_of: int | None = None,
        cut_at: tuple[int, ...] = (),
        unread_for: float = 0.0,
    ) -> None:
        """Sends `data` whole; or in pieces of that many bytes, or cut at these places.

        Each piece leaves when the student has read the one before. A student who has closed misses the rest, which is
        for a later word to judge. With `unread_for`, what comes back is left unread until the student's `send` has
        found no room for so many seconds; then there is room again.
        """
        left = memoryview(data)
        if unread_for:
            left = left[self._leave_unread(unread_for, left) :]
            self.opens_its_window()
        for piece in _pieces(left, in_pieces_of, cut_at):
            sent = self._send(piece, goes_on=unread_for > 0)
            left = left[sent:]
            if sent < len(piece) or (left and not self.waits_until_read()):
                break
        if left:
            self._line.peer("keeps", left)

    def _send(self, data: memoryview, goes_on: bool) -> int:
        """Sends what the student takes of one piece; how many bytes that is."""
        view = data
        try:
            while view:
                sent = self._send_now(view, goes_on or len(view) < len(data))
                if not sent and not self._wait_writable():
                    break
                view = view[sent:]
        except ConnectionError:
            self._line.student("resets")
        return len(data) - len(view)

    def _send_now(self, data: memoryview, goes_on: bool) -> int:
        """Sends what there is room for; how many bytes that is. Raises ConnectionError."""
        self._ours.settimeout(0)
        try:
            sent = self._ours.send(data[:CHUNK])
        except BlockingIOError:
            return 0
        self._line.peer("sends", data[:sent], goes_on=goes_on)
        self._sent += sent
        return sent

    def _leave_unread(self, seconds: float, data: memoryview = NOTHING) -> int:
        """Reads nothing until the student's `send` has found no room for so many seconds, or is seen to wait (Linux).

        Then their process pauses, a few times, for on a busy machine there may just seem to be none. Of `data`, sends
        what there is room for; how many bytes that is.
        """
        student, left, pauses, vigil = self._scene.student, data, 0, Vigil(self._scene.student)
        deadline = self._scene.deadline.at_most(FILLING + seconds)
        with contextlib.suppress(ConnectionError):  # the next word will meet it, too
            while pauses < PAUSES and not deadline.passed():
                turn = Deadline(A_TURN if pauses else seconds)
                unsent, look, in_vain = self._consumption().unsent(), A_TURN, False
                while self._consumption().unsent() == unsent and not in_vain and not turn.passed():
                    sent = self._send_now(left, goes_on=len(left) < len(data)) if left else 0
                    left = left[sent:]
                    if not sent:
                        ready = select.select([], [self._ours] if left else [], [self._ours], min(look, turn.left()))
                        look, in_vain = min(2 * look, EACH_LOOK), not any(ready) and vigil.is_in_vain()
                if self._consumption().unsent() != unsent:
                    continue
                if unsent != 0:
                    student.pauses()
                    pauses += 1
                if in_vain and (unsent == 0 or vigil.sees_limits()):
                    break  # nothing is to come back yet, or no further pause does anything
        return len(data) - len(left)

    def _wait_writable(self) -> bool:
        """Waits for room; what the student sends meanwhile is taken, so that two full buffers do not lock."""
        if self._scene.deadline.passed():
            return False
        full = self._over or len(self._consumed) > MOST_CONSUMED
        reading, writing, _ = select.select([] if full else [self._ours], [self._ours], [], self._scene.deadline.left())
        if reading:
            data = self._ours.recv(CHUNK)
            self._line.student("sends" if data else "finishes", data)
            self._over = not data
            self._consumed += data
        elif not writing:
            return False
        self._scene.student.stop_if_broken()
        return True

    def waits_until_read(self, within: float | None = None) -> bool:
        """Waits until the student has read all that was sent so far; False when they have not by the deadline."""
        deadline = self._scene.deadline if within is None else Deadline(within)
        return wait_until_read(self._scene, self._consumption(), self._ours, self._sent, deadline)

    def sends_until_stuck(self, data: bytes) -> None:
        """Sends `data` bit by bit while nothing is read here, and keeps the rest when the student reads no more."""
        left = memoryview(data)
        while left and self.waits_until_read(within=A_REST):
            left = left[self._send(left[:A_BIT], goes_on=len(left) < len(data)) :]
        if left:
            self._line.peer("keeps", left)

    def waits_until_delivered(self) -> None:
        """Waits until the student's system has all that was sent, and the end, though their code may not have read it.

        Not for long: a system whose buffers are full takes no more. Nor where ours does not say (SIOCOUTQ, tcp(7)).
        """
        deadline = self._scene.deadline.at_most(A_MOMENT)
        while _on_its_way(self._ours) and not deadline.passed():
            self._scene.student.stop_if_broken()
            select.select([], [], [self._ours], 0.0005)

    def lets_the_buffers_fill(self) -> None:
        """Reads nothing until the student's `send` waits for room, and has their process pause then (Linux)."""
        self._leave_unread(A_TURN)

    def opens_its_window(self) -> None:
        """Has room for as much as any connection, where small buffers have done their work: the rest comes at once."""
        self._ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        if sys.platform == "linux":  # where more memory alone does not widen the window (tcp(7))
            self._ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_WINDOW_CLAMP, ROOM)

    def stays_silent(self, seconds: float) -> None:
        """Sends nothing for that long, as long as the student's code could take it for an end."""
        silence, begin = self._line.peer("waits"), time.monotonic()
        try:
            let_time_pass(self._scene, seconds)
        finally:
            silence.text = f"{max(time.monotonic() - begin, 0.01):.2g}"

    def finishes(self) -> None:
        """Says that nothing more will be sent, and goes on reading (half-close)."""
        self._line.peer("finishes")
        try:
            self._ours.shutdown(socket.SHUT_WR)
        except OSError as error:
            if error.errno != errno.ENOTCONN:
                raise

    def closes(self) -> None:
        """Closes both ways."""
        self._line.peer("closes")
        self._ours.close()

    def resets(self) -> None:
        """Breaks the connection with a reset."""
        self._line.peer("resets")
        self._ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._ours.close()

    def _more_is_on_its_way(self) -> bool:
        """Whether the student's end still holds bytes that it has been given to send; True where nobody tells."""
        return self._consumption().unsent() != 0

    def _consumption(self) -> ConsumptionMeter:
        if self._meter is None:
            self._meter = ConsumptionMeter(self._scene, self._ours)
        return self._meter

    def _take(self, limit: int, deadline: Deadline | None = None) -> bytes | None:
        """The next bytes, at most `limit`; empty at the end; None when nothing came before the deadline.

        Raises ConnectionResetError.
        """
        if self._consumed:
            data = bytes(self._consumed[:limit])
            del self._consumed[:limit]
            return data
        if self._over:
            return b""
        if not wait_readable(self._scene, self._ours, deadline, self._more_is_on_its_way):
            return None
        self._ours.settimeout(None)
        try:
            data = self._ours.recv(limit)
        except ConnectionError:
            self._line.student("resets")
            self._over = True
            raise
        self._line.student("sends" if data else "finishes", data)
        self._over = not data
        return data

    def receives(self, expected: bytes) -> None:
        """The next bytes that the student sends must be these; the bytes after them are left for later words."""
        got = bytearray()
        while len(got) < len(expected) and expected.startswith(got[-CHUNK:], max(0, len(got) - CHUNK)):
            try:
                data = self._take(min(CHUNK, len(expected) - len(got)))
            except ConnectionError:
                raise self._difference("reset-early", expected, bytes(got)) from None
            if data is None:
                raise self._difference("sent-too-little" if got else "sent-nothing", expected, bytes(got))
            if not data:
                raise self._difference("closed-early", expected, bytes(got))
            got += data
        if got != expected:
            with contextlib.suppress(ConnectionError):  # what comes next tells whether something is missing here
                got += self._take(CHUNK, self._scene.deadline.at_most(A_MOMENT)) or b""
            raise self._difference("sent-other", expected, bytes(got))

    def receives_all(self, expected: bytes) -> None:
        """The student must send these bytes, nothing else, and then say that they have finished."""
        got = self.reads_to_end(limit=len(expected) + CHUNK, expected=expected)
        if got != expected:
            raise self._difference("sent-other", expected, got)

    def reads_to_end(self, limit: int, expected: bytes = b"") -> bytes:
        """All that the student sends until they finish, at most `limit` bytes. Raises CheckFailed."""
        got = bytearray()
        while len(got) < limit:
            try:
                data = self._take(CHUNK)
            except ConnectionError:
                raise self._difference("reset-early", expected, bytes(got)) from None
            if data is None:
                if expected and got == expected:
                    self._line.student("owes end")
                    raise CheckFailed("not-finished")
                raise self._difference("sent-too-little" if got else "sent-nothing", expected, bytes(got))
            if not data:
                break
            got += data
        return bytes(got)

    def reads(self, size: int) -> bytes:
        """The next `size` bytes that the student sends, whatever they are. Raises CheckFailed."""
        got = bytearray()

        def failure(code: str) -> CheckFailed:
            self._line.student("owes", size=size - len(got))
            return CheckFailed(code, got=shown(bytes(got)), expected_size=size, size=len(got))

        while len(got) < size:
            try:
                data = self._take(size - len(got))
            except ConnectionError:
                self._scene.student.explains_the_end()
                raise failure("reset-early") from None
            if data is None:
                raise failure("sent-too-little" if got else "sent-nothing")
            if not data:
                self._scene.student.explains_the_end()
                raise failure("closed-early")
            got += data
        return bytes(got)

    def _difference(self, code: str, expected: bytes, got: bytes) -> CheckFailed:
        if expected and expected.startswith(got):
            self._line.student("owes", memoryview(expected)[len(got) :])
        self._scene.student.explains_the_end()
        at = first_difference(expected, got)
        symptoms = symptoms_of_difference(expected, got) + self._scene.student.thread_symptoms()
        if not got and "no-thread-error" in symptoms:
            symptoms += ("unanswered",)
        return CheckFailed(
            code,
            *symptoms,
            expected=shown(expected, at),
            got=shown(got, at),
            at=at,
            expected_size=len(expected),
            size=len(got),
            errors=tail(self._scene.student.process.errors.text),
        )

    def sees_the_end(
        self, *, reset_is_fine: bool = False, rest_is_fine: bool = False, within: float | None = None
    ) -> None:
        """The student must close or finish now, without sending anything more, or with a rest that nobody looks at."""
        deadline = self._scene.deadline if within is None else self._scene.deadline.at_most(within)
        try:
            while (data := self._take(CHUNK, deadline)) and rest_is_fine and not deadline.passed():
                continue
        except ConnectionError:
            if reset_is_fine:
                return
            raise CheckFailed("reset-at-the-end") from None
        if data is None:
            self._line.student("owes end")
            raise CheckFailed(
                "not-finished",
                *self._scene.student.thread_symptoms(),
                errors=tail(self._scene.student.process.errors.text),
            )
        if data:
            raise CheckFailed("sent-too-much", "too-much", got=shown(data), size=len(data))

    def hears_nothing(self, seconds: float) -> None:
        """The student must send nothing and keep the connection open for that long."""
        if select.select([self._ours], [], [], seconds)[0]:
            data = self._take(CHUNK)
            if data:
                raise CheckFailed("sent-too-much", "too-much", got=shown(data), size=len(data))
            raise CheckFailed("closed-too-soon")

    def release(self) -> None:
        """Gives the socket back at the end of the check."""
        if self._meter is not None:
            self._meter.close()
        self._ours.close()


def _on_its_way(sock: socket.socket) -> int:
    """How much of what was sent the other end has not confirmed, in bytes; 0 where the system does not say."""
    try:
        import fcntl
        import termios

        return int.from_bytes(fcntl.ioctl(sock, termios.TIOCOUTQ, bytes(4)), sys.byteorder)
    except (ImportError, OSError):
        return 0


def _pieces(data: memoryview, size: int | None, cuts: tuple[int, ...]) -> Iterator[memoryview]:
    places = list(cuts) if cuts else list(range(0, len(data), size))[1:] if size else []
    for start, end in zip([0, *places], [*places, len(data)], strict=True):
        yield data[start:end]

"""What comes out of the student's process, read as it comes so that nobody there waits for a reader."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from autograder.deadline import Deadline
from autograder.student.values import Unreadable, decode_error, parse

MAX_FRAME = 16 * 1024 * 1024
MAX_KEPT = 1024 * 1024


class Alarm:
    """A socket that becomes readable when the student's call has ended, or the process.

    Whoever waits for the student on the wire waits for this as well, and need not wait in vain.
    """

    def __init__(self) -> None:
        self.socket, self._trigger = socket.socketpair()
        self._trigger.setblocking(False)

    def quiet(self) -> None:
        """Makes the socket silent until the next ring."""
        self.socket.settimeout(0)
        try:
            while self.socket.recv(4096):
                continue
        except OSError:
            return

    def ring(self) -> None:
        """Makes the socket readable."""
        try:
            self._trigger.send(b"!")
        except OSError:
            return

    def close(self) -> None:
        """Gives both ends back."""
        self.socket.close()
        self._trigger.close()


def close_after(reader: threading.Thread, stream: BinaryIO) -> None:
    """Closes a stream once its reader has seen the end; one that somebody still holds open is left to its reader."""
    reader.join(2)
    if not reader.is_alive():
        stream.close()


class Output:
    """The text that the student's process prints: all of it is read, the first megabyte is kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept = bytearray()
        self._change = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while True:
            try:
                data = self._stream.read(65536)
            except (OSError, ValueError):
                data = b""
            with self._change:
                room = MAX_KEPT - len(self._kept)
                if data and room > 0:
                    self._kept += data[:room]
                self._ended = not data
                self._change.notify_all()
            if not data:
                return

    @property
    def content(self) -> bytes:
        """What has been printed so far, in bytes, cut at the first megabyte."""
        with self._change:
            return bytes(self._kept)

    @property
    def text(self) -> str:
        """What has been printed so far; bytes that are not UTF-8 are replaced."""
        return self.content.decode("utf-8", "replace")

    def wait_until(self, holds: Callable[[str], bool], deadline: Deadline) -> bool:
        """Waits until `holds` is true of the text, the text has ended, or the deadline has passed."""
        with self._change:
            while True:
                if holds(self._kept.decode("utf-8", "replace")):
                    return True
                if self._ended or deadline.passed():
                    return False
                self._change.wait(deadline.left())

    def wait_for(self, text: str, deadline: Deadline) -> bool:
        """Waits until `text` has been printed, all is printed, or the deadline has passed; whether it was."""
        return self.wait_until(lambda screen: text in screen, deadline)

    def close(self) -> None:
        """Waits for the end of the text, which comes with the end of the process."""
        close_after(self._thread, self._stream)


class Replies:
    """The frames of answers, by the number of their question, and how the process ended."""

    def __init__(self, stream: BinaryIO, alarm: Alarm, exit_status: Callable[[], int] | None = None) -> None:
        self._stream = stream
        self._alarm = alarm
        self._ask_exit_status = exit_status
        self._asked: dict[int, bool] = {}
        self._frames: dict[int, dict[str, Any]] = {}
        self._moments: dict[int, float] = {}
        self._alone = False
        self._change = threading.Condition()
        self.loaded = False
        self.ended = False
        self.fault: str | None = None
        self.exit_status: int | None = None
        self.out_of_memory = False
        self.thread_errors: list[Any] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        try:
            while (header := self._exactly(4)) is not None:
                (size,) = struct.unpack("!I", header)
                if size > MAX_FRAME:
                    raise Unreadable("an answer larger than 16 MB")
                body = self._exactly(size)
                if body is None:
                    break
                self._sort(parse(body))
        except Unreadable as fault:
            self.fault = str(fault)
        except (OSError, ValueError):
            self.fault = "the line broke"
        if self._ask_exit_status is not None and self.fault is None:
            self.exit_status = self._ask_exit_status()
        with self._change:
            self.ended = True
            self._change.notify_all()
        self._alarm.ring()
        self._drain()

    def _exactly(self, size: int) -> bytes | None:
        data = self._stream.read(size) if size else b""
        return data if len(data) == size else None

    def _drain(self) -> None:
        try:
            while self._stream.read(65536):
                continue
        except (OSError, ValueError):
            return

    def _sort(self, frame: dict[str, Any]) -> None:
        number = frame.get("id", 0)
        if not isinstance(number, int):
            raise Unreadable("the number of an answer is no number")
        with self._change:
            if "exit" in frame:
                status = frame["exit"]
                self.exit_status = status if isinstance(status, int) and abs(status) < 2**32 else None
                self.out_of_memory = self.out_of_memory or frame.get("reason") == "memory"
                self.ended = True
            elif "loaded" in frame:
                self.loaded = True
            elif "thread_error" in frame and len(self.thread_errors) < 100:
                self.thread_errors.append(decode_error(frame["thread_error"]))
            elif number in self._asked:
                self._frames.setdefault(number, frame)
                self._moments.setdefault(number, time.monotonic())
                self._alone = frame.get("alone") is True
            self._change.notify_all()
        if "loaded" not in frame and "thread_error" not in frame and not self._asked.get(number, False):
            self._alarm.ring()

    def expect(self, number: int, error_expected: bool) -> None:
        """Announces a question; an answer that nobody asked for is not kept, an error that is none rings no alarm."""
        with self._change:
            self._asked[number] = error_expected

    def waited_for(self) -> bool:
        """Whether a question has no answer yet."""
        with self._change:
            return len(self._frames) < len(self._asked)

    def all_is_over(self) -> bool:
        """Whether every question has its answer, and the last one says that no thread and no other process is left."""
        with self._change:
            return self._alone and len(self._frames) == len(self._asked)

    def peek(self, number: int) -> dict[str, Any] | None:
        """The answer to a question, when it has come."""
        with self._change:
            return self._frames.get(number)

    def moment(self, number: int) -> float:
        """When the answer to a question has come, as time.monotonic() tells; KeyError when it has not."""
        with self._change:
            return self._moments[number]

    def wait(self, number: int, deadline: Deadline) -> dict[str, Any] | None:
        """The answer to a question; None when the process ended without it, or the deadline has passed."""
        with self._change:
            while True:
                if number in self._frames:
                    return self._frames[number]
                if self.ended or deadline.passed():
                    return None
                self._change.wait(deadline.left())

    def wait_for_end(self, deadline: Deadline) -> bool:
        """Whether the process ends before the deadline."""
        with self._change:
            while not self.ended:
                if deadline.passed():
                    return False
                self._change.wait(deadline.left())
            return True

    def close(self) -> None:
        """Waits for the end of the answers, which comes with the end of the process."""
        close_after(self._thread, self._stream)

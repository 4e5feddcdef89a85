"""One process of a student's code, for one check, as the trusted end sees it."""

from __future__ import annotations

import json
import queue
import struct
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from autograder.student.inbox import Alarm, Output, Replies

Waits = dict[str, tuple[str, bool, int]]
"""By their numbers, the call of the system in which each thread waits, whether with a limit of time, and how often it
has waited; empty where one does not wait, or nobody tells."""


Limits = dict[str, tuple[str, float]]
"""By their numbers, the wait that each thread is in, as a text that no other wait has, and its limit in seconds: 0.0
where it has none, or none that shows. The text is empty for a thread that is at work."""


class Feeder:
    """Writes to a stream in a thread of its own, so that a student who does not read keeps nobody waiting."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._given = self._written = 0
        self._queue: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def _write(self) -> None:
        try:
            while (data := self._queue.get()) is not None:
                view = memoryview(data)
                while view:
                    view = view[self._stream.write(view) :]
                self._stream.flush()
                self._written += len(data)
            self._stream.close()
        except (OSError, ValueError):
            return

    def write(self, data: bytes) -> None:
        """Has `data` written after what was given before."""
        self._given += len(data)
        self._queue.put(data)

    def all_is_read(self) -> bool:
        """Whether whoever reads has taken all that was given; False where the system does not say."""
        try:
            import fcntl
            import termios

            return self._given == self._written and not any(fcntl.ioctl(self._stream, termios.FIONREAD, bytes(4)))
        except (ImportError, OSError, ValueError):
            return False

    def finish(self) -> None:
        """Has the stream closed once all is written."""
        self._queue.put(None)

    def close(self) -> None:
        """Finishes; to be called when nobody reads any more."""
        self.finish()
        self._thread.join(5)
        try:
            self._stream.close()
        except OSError:
            return


class StudentProcess:
    """The streams to and from the student's process; `close` ends it and all that it has started."""

    def __init__(
        self,
        *,
        keyboard: BinaryIO | None,
        output: BinaryIO,
        errors: BinaryIO,
        requests: BinaryIO,
        replies: BinaryIO,
        send_signal: Callable[[str], None],
        end: Callable[[], None],
        waits: Callable[[], Waits] = dict,
        limits: Callable[[], Limits] = dict,
        exit_status: Callable[[], int] | None = None,
    ) -> None:
        self._keyboard = Feeder(keyboard) if keyboard else None
        self._requests = Feeder(requests)
        self.alarm = Alarm()
        self.output = Output(output)
        self.errors = Output(errors)
        self.replies = Replies(replies, self.alarm, exit_status)
        self.signal = send_signal
        self._waits = waits
        self.limits = limits
        self._end = end
        self._questions = 0

    def ask(self, question: dict[str, Any], *, error_expected: bool = False) -> int:
        """Sends a question to the student's end; its number is the name of the answer."""
        self._questions += 1
        self.replies.expect(self._questions, error_expected)
        body = json.dumps(question | {"id": self._questions}).encode()
        self._requests.write(struct.pack("!I", len(body)) + body)
        return self._questions

    def waits(self) -> Waits:
        """What the student's threads wait for, once they have read all that we have said; else nothing."""
        feeders = [self._requests] if self._keyboard is None else [self._requests, self._keyboard]
        return self._waits() if all(feeder.all_is_read() for feeder in feeders) else {}

    def type(self, text: str) -> None:
        """Types `text` at the student's keyboard; a program that no longer reads misses it."""
        if self._keyboard is None:
            raise RuntimeError("a check that types needs the fixture `keyboard`")
        self._keyboard.write(text.encode())

    def close_keyboard(self) -> None:
        """Ends the input, as Ctrl-D does."""
        if self._keyboard is not None:
            self._keyboard.finish()

    def close(self) -> None:
        """Ends the process and whatever it has started, and waits until they are gone."""
        try:
            self._end()
        finally:
            self._release()

    def _release(self) -> None:
        for stream in (self._keyboard, self._requests, self.output, self.errors, self.replies):
            if stream is not None:
                stream.close()
        self.alarm.close()

"""Waiting on a socket of ours and on the student at once."""

from __future__ import annotations

import math
import select
import socket
from collections.abc import Callable
from dataclasses import dataclass

from autograder.deadline import Deadline
from autograder.sandbox.place import Place
from autograder.student.process import Waits
from autograder.student.student import Student
from autograder.transcript import Transcript

GRACE = 0.5
FIRST_LOOK, EACH_LOOK = 0.02, 0.04
"""Seconds until somebody looks at what the student's code waits for, and until the looks after that."""
A_LONG_SILENCE, LONGEST_LIMIT = 0.5, 3.0
"""Seconds: a silence longer than the one lasts until a limit of time has passed that the student's code has set itself,
where that shows, and is not longer than the other."""
ROUNDS = 3
"""So often a wait with a limit of time has come to nothing and begun anew, the same, until it is taken for a habit."""


@dataclass(frozen=True)
class Scene:
    """What every peer of a check shares: the student it faces, where sockets are made, the clock, the record."""

    student: Student
    place: Place
    deadline: Deadline
    transcript: Transcript


def wait_readable(
    scene: Scene,
    sock: socket.socket,
    deadline: Deadline | None = None,
    is_on_its_way: Callable[[], bool] = lambda: False,
) -> bool:
    """Waits until `sock` has something to read; False when nothing came before the deadline.

    When the student's call has ended in an error, or the process has ended, raises that failure instead of waiting
    on. When every call has returned as it should, nothing more is likely to come: the wait is cut to half a second,
    or to nothing when no thread is left there that could send, and nothing `is_on_its_way`.
    """
    deadline = deadline or scene.deadline
    alarm, replies = scene.student.process.alarm, scene.student.process.replies
    watched = [sock, alarm.socket]
    while True:
        if replies.all_is_over() and not _is_readable(sock) and not is_on_its_way():
            if _is_readable(sock):
                return True
            scene.student.stop_if_broken()
            return False
        ready, _, _ = select.select(watched, [], [], deadline.left())
        if sock in ready:
            return True
        if deadline.passed() or not ready:
            return False
        alarm.quiet()
        if select.select([sock], [], [], 0.02)[0]:
            return True
        scene.student.stop_if_broken()
        if not replies.waited_for():
            deadline = deadline.at_most(GRACE)


class Vigil:
    """Watches whether the student's code waits for what we do next, however late.

    Each thread waits without a limit of time; or its limit has passed several times already, and each time it has gone
    back to the very same wait. Only where Linux shows in which calls of the system a process is, and the code neither
    counts, nor reads a clock, nor has a timer that nobody sees. It is the word of the untrusted end, which a lie serves
    as much as patience.
    """

    def __init__(self, student: Student) -> None:
        self._student = student
        self._first: Waits = {}

    def is_in_vain(self) -> bool:
        """Whether more time will change nothing; False wherever that is not certain."""
        now = self._student.process.waits()
        if now and not self._has_stayed(now):
            self._first = now
            now = self._student.process.waits()
        return bool(now) and self._has_stayed(now) and self._rounds(now) >= ROUNDS

    def _has_stayed(self, now: Waits) -> bool:
        """Whether the same threads are in the same calls as first, and none has left a call that has no limit."""
        return now.keys() == self._first.keys() and all(
            call == self._first[thread][0] and (has_limit or times == self._first[thread][2])
            for thread, (call, has_limit, times) in now.items()
        )

    def sees_limits(self) -> bool:
        """Whether a limit of time was seen: no pause of the process cuts a call short that has one."""
        return any(has_limit for _, has_limit, _ in self._first.values())

    def _rounds(self, now: Waits) -> float:
        """How often the limits of time have passed since first; for ever, when there is none."""
        limited = [times - self._first[thread][2] for thread, (_, has_limit, times) in now.items() if has_limit]
        return min(limited, default=math.inf)


def let_time_pass(scene: Scene, seconds: float, sock: socket.socket | None = None) -> None:
    """Waits for so many seconds; less long when `sock` has something to read.

    Less long, too, when nothing of the student's is at work any more, or when their code waits as it will for ever:
    what has not happened by then does not happen later. Longer, where a long silence is not yet long enough for a limit
    of time that their code has set itself. Raises CheckFailed when a call ends in an error.
    """
    process = scene.student.process
    if not _has_passed(scene, seconds, sock, Vigil(scene.student).is_in_vain) or seconds <= A_LONG_SILENCE:
        return
    unfinished = {wait: limit for wait, limit in process.limits().values() if seconds < limit <= LONGEST_LIMIT}

    def all_have_ended() -> bool:
        """Whether these waits are over, and what comes of them is over as well: nobody is at work."""
        waits = {wait for wait, _ in process.limits().values()}
        return "" not in waits and waits.isdisjoint(unfinished)

    if unfinished:
        more = max(unfinished.values())
        scene.deadline.grow(more)
        _has_passed(scene, more, sock, all_have_ended)


def _has_passed(scene: Scene, seconds: float, sock: socket.socket | None, is_enough: Callable[[], bool]) -> bool:
    """Waits, and looks now and then whether it is enough; whether all the time has passed, and nothing has ended it."""
    student, deadline, look = scene.student, Deadline(min(seconds, scene.deadline.left())), FIRST_LOOK
    alarm = student.process.alarm
    watched = [alarm.socket] if sock is None else [alarm.socket, sock]
    while not deadline.passed():
        if student.process.replies.all_is_over():
            return False
        ready, _, _ = select.select(watched, [], [], min(look, deadline.left()))
        if sock in ready:
            return False
        if ready:
            alarm.quiet()
            student.stop_if_broken()
        elif is_enough():
            return False
        look = EACH_LOOK
    return True


def _is_readable(sock: socket.socket) -> bool:
    return bool(select.select([sock], [], [], 0)[0])

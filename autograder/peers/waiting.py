"""Waiting on a socket of ours and on the student at once."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from dataclasses import dataclass

from autograder.deadline import Deadline
from autograder.sandbox.place import Place
from autograder.student.student import Student
from autograder.transcript import Transcript

GRACE = 0.5
FIRST_LOOK = 0.02
"""Seconds until somebody looks at what the student's code waits for; then twice as many each time."""


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


def let_time_pass(scene: Scene, seconds: float, sock: socket.socket | None = None) -> None:
    """Waits for so many seconds; less long when `sock` has something to read.

    Less long, too, when nothing of the student's is at work any more, or when their code waits for good: what has not
    happened by then does not happen later. Raises CheckFailed when a call ends in an error.
    """
    student, deadline, look = scene.student, Deadline(min(seconds, scene.deadline.left())), FIRST_LOOK
    alarm = student.process.alarm
    watched = [alarm.socket] if sock is None else [alarm.socket, sock]
    while not deadline.passed() and not student.process.replies.all_is_over():
        ready, _, _ = select.select(watched, [], [], min(look, deadline.left()))
        if sock in ready:
            return
        if ready:
            alarm.quiet()
            student.stop_if_broken()
        elif student.waits_for_good():
            return
        look *= 2


def _is_readable(sock: socket.socket) -> bool:
    return bool(select.select([sock], [], [], 0)[0])

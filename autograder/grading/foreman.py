"""The foreman of a machine: a warm process that has collected the checks once and forks a judge for each submission.

A judge is a process of its own, so that whatever goes wrong in it can be ended and costs one submission at most. It
reads its task, a line of JSON, from the socket that came with the order, and answers there with another, after an
empty line for each check that begins. Where the system cannot fork, the foreman judges what standard input says, one
after the other.

Nothing of a student's ever runs here: the memory that the judges share holds the checks and the standard library.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.course import Exercise, exercises
from autograder.diagnosis import general_rules
from autograder.grading.memory import memory_at_most, room_for_one_more
from autograder.judging import has_fault, judge, plain_of, was_busy
from autograder.jury import ATTEMPTS, Jury, with_jury
from autograder.sandbox import ISOLATIONS, NoSandbox
from autograder.sandbox.bwrap import look_around
from autograder.texts import mistakes_of

PATIENCE = 300.0
"""Seconds for one submission, far beyond what the checks' own deadlines allow: then its judge itself is at fault."""
LOOK_AGAIN = 0.25
"""Seconds between two looks at the memory and the clock."""
END_WITH_PARENT, TAKE_ORPHANS = 1, 36
"""Numbers of prctl(2)."""


class Foreman:
    """Takes orders, a socket each, and has a judge for each as soon as there is memory."""

    def __init__(self, control: socket.socket, jury: Jury) -> None:
        self._control = control
        self._jury = jury
        self._known = {exercise.name: exercise for exercise in exercises()}
        self._waiting: deque[socket.socket] = deque()
        self._judges: dict[int, float] = {}
        self._wake, self._woken = os.pipe()

    def run(self) -> None:
        """Serves until whoever gives the orders is gone; then every judge is ended, with all that it has started."""
        os.set_blocking(self._woken, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        _read_what_every_judge_reads(self._known)
        _control_process(TAKE_ORPHANS, 1)
        gc.collect()
        gc.freeze()
        control = self._control.fileno()
        while True:
            patience = LOOK_AGAIN if self._judges else None
            ready, _, _ = select.select([control, self._wake], [], [], patience)
            if self._wake in ready:
                os.read(self._wake, 4096)
            self._bury()
            if control in ready and not self._take_order():
                break
            while self._waiting and room_for_one_more(len(self._judges)):
                self._start(self._waiting.popleft())
        for child in self._judges:
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
                self._end_orphans()

    def _take_order(self) -> bool:
        word, numbers, _, _ = socket.recv_fds(self._control, 1, 1)
        self._waiting += [socket.socket(fileno=number) for number in numbers]
        return bool(word)

    def _bury(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while child := os.waitpid(-1, os.WNOHANG)[0]:
                self._judges.pop(child, None)
                self._end_orphans()
        for child, begin in self._judges.items():
            if time.monotonic() - begin > PATIENCE:
                os.kill(child, signal.SIGKILL)

    def _end_orphans(self) -> None:
        """Ends what a judge that was killed has left: a sandbox that has not begun yet waits for ever (Linux)."""
        with contextlib.suppress(OSError):
            for word in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
                if int(word) not in self._judges:
                    os.kill(int(word), signal.SIGKILL)

    def _start(self, line: socket.socket) -> None:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                self._become_judge(line)
                status = 0
            finally:
                os._exit(status)
        line.close()
        self._judges[child] = time.monotonic()

    def _become_judge(self, line: socket.socket) -> None:
        _control_process(END_WITH_PARENT, signal.SIGKILL)  # when the foreman ends, however that comes
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._wake)
        os.close(self._woken)
        self._control.close()
        for other in self._waiting:
            other.close()
        self._jury.before_each_check = lambda: line.sendall(b"\n")
        with line, line.makefile("r", encoding="utf-8") as orders:
            answer = judge_task(self._jury, self._known, json.loads(orders.readline()))
            line.sendall(json.dumps(answer).encode() + b"\n")


def judge_task(jury: Jury, known: dict[str, Exercise], task: dict[str, Any]) -> dict[str, Any]:
    """What came of a task: `plain` as `judging.plain_of` gives it, `fault` whether the grader itself was at fault.

    `busy` says whether that is because the machine has too much to do; a task that is not `patient` ends with it.
    """
    exercise = known[task["exercise"]]
    source = None if task["source"] is None else base64.b64decode(task["source"])
    module = f"{exercise.name}.py"
    begin = time.monotonic()
    open_for, attempts = ISOLATIONS[task["isolation"]], ATTEMPTS if task["patient"] else 1
    result = judge(jury, exercise, module, lambda: source, task["seed"], open_for=open_for, attempts=attempts)
    seconds = round(time.monotonic() - begin, 3)
    plain = plain_of(jury, result, exercise)
    found = {"fault": has_fault(result), "busy": was_busy(result)}
    return found | {"plain": plain, "seconds": seconds, "memory": memory_at_most()}


def _read_what_every_judge_reads(names: Iterable[str]) -> None:
    """Fills the caches that a judge would else fill for itself."""
    general_rules()
    for name in names:
        mistakes_of(name)
    with contextlib.suppress(NoSandbox):
        look_around()


def _control_process(option: int, value: int) -> None:
    """prctl(2), where there is one (Linux)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def serve_lines(jury: Jury) -> None:
    """Judges one task after the other: a line of JSON in, a line of JSON out."""
    known = {exercise.name: exercise for exercise in exercises()}
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(judge_task(jury, known, json.loads(line))) + "\n")
        answers.flush()


def main() -> None:
    """Serves the control socket whose number is given, or standard input when there is none."""
    if len(sys.argv) > 1:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever gives the orders
        control = socket.socket(fileno=int(sys.argv[1]))
        with_jury(exercises(), lambda jury: Foreman(control, jury).run())
    else:
        with_jury(exercises(), serve_lines)


if __name__ == "__main__":
    main()

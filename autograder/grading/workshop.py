"""This machine's foreman, as whoever grades sees it: a task in, an answer out, from as many threads as like."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any

from autograder.course import ROOT
from autograder.deadline import Deadline

PATIENCE = 330.0
"""Seconds for one answer: a little longer than the foreman gives a judge."""
UNUSUAL = 1.0
"""Seconds for a check, beyond which it hangs, most likely."""
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")

Task = dict[str, Any]
Answer = dict[str, Any]


class Workshop:
    """Judges tasks in processes of their own; a context manager that leaves none behind."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
        self._lock = threading.Lock()
        self._foreman: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._closed = False

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def judge(self, task: Task, when_it_hangs: Callable[[], None] = lambda: None) -> Answer | None:
        """The answer to a task; None when its judge died. A foreman who has died is replaced.

        `when_it_hangs` is called whenever a check takes unusually long.
        """
        return self._by_foreman(task, when_it_hangs) if CAN_FORK else self._alone(task)

    def _by_foreman(self, task: Task, when_it_hangs: Callable[[], None]) -> Answer | None:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                try:
                    self._order(theirs)
                except OSError:
                    return None
            try:
                ours.sendall(json.dumps(task).encode() + b"\n")
                answer = _answer_on(ours, when_it_hangs)
            except OSError:
                return None
        return json.loads(answer) if answer.endswith(b"\n") and answer.strip() else None

    def _order(self, line: socket.socket) -> None:
        with self._lock:
            if self._closed:
                raise OSError("the workshop is closed")
            if self._foreman is None or self._foreman.poll() is not None:
                self._hire()
            assert self._control is not None
            socket.send_fds(self._control, [b"!"], [line.fileno()])

    def _hire(self) -> None:
        if self._control is not None:
            self._control.close()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._foreman = subprocess.Popen(
                [sys.executable, "-m", "autograder.grading.foreman", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,  # never where a student's file could be taken for a module of ours
                env=os.environ | {"TMPDIR": self._folder.name},
            )

    def _alone(self, task: Task) -> Answer | None:
        """Where the system cannot fork: an interpreter for this one task."""
        done = subprocess.run(
            [sys.executable, "-m", "autograder.grading.foreman"],
            input=json.dumps(task).encode() + b"\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
            cwd=ROOT,
            env=os.environ | {"TMP": self._folder.name},
        )
        return json.loads(done.stdout) if done.stdout.endswith(b"\n") else None

    def dismiss(self) -> None:
        """Ends the foreman at once; the judges, and what they have started, end with it."""
        with self._lock:
            if self._foreman is not None:
                self._foreman.kill()
                self._foreman.wait()

    def close(self) -> None:
        """Ends everything; whoever still waits for an answer gets none."""
        with self._lock:
            self._closed = True
            if self._control is not None:
                self._control.close()
            if self._foreman is not None:
                try:
                    self._foreman.wait(10)
                except subprocess.TimeoutExpired:
                    self._foreman.kill()
                    self._foreman.wait()
        self._folder.cleanup()


def _answer_on(line: socket.socket, when_it_hangs: Callable[[], None]) -> bytes:
    """What a judge writes: an empty line for each check that begins, then the answer. Cut short when it ends before."""
    answer, end = b"", Deadline(PATIENCE)
    while not end.passed() and not (answer.endswith(b"\n") and answer.strip()):
        usual = end.at_most(UNUSUAL) if answer else end
        if select.select([line], [], [], usual.left())[0]:
            data = line.recv(65536)
            if not data:
                break
            answer += data
        elif not end.passed():
            when_it_hangs()
    return answer

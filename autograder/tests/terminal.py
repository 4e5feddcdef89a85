"""A program on a real terminal, for tests to look at what a person would see."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from autograder.deadline import Deadline

pty = pytest.importorskip("pty", reason="a terminal of our own can be had on Unix alone")
PATIENCE = 30.0
"""Seconds for anything that is waited for on a terminal."""


class Terminal:
    """A program on a terminal of 80 columns and 40 lines."""

    def __init__(self, *command: str) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "80", "LINES": "40"},
        )
        os.close(theirs)
        self.shown = ""
        self.all_shown = ""

    def shows(self, text: str) -> None:
        """Waits until this text has been shown since the last time."""
        deadline = Deadline(PATIENCE)
        while text not in self.shown:
            assert not deadline.passed(), f"{text!r} is not in {self.shown!r}"
            if select.select([self._ours], [], [], deadline.left())[0]:
                try:
                    more = os.read(self._ours, 65536).decode(errors="replace")
                except OSError:  # Linux says so when the program at the other end has gone
                    pytest.fail(f"the program has ended: {self.shown!r}")
                self.shown += more
                self.all_shown += more
        self.shown = self.shown.partition(text)[2]

    def end(self) -> None:
        """Ends the program and what it has started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        os.close(self._ours)


@contextmanager
def terminal(*command: str) -> Iterator[Terminal]:
    """A program on a terminal, ended at the end."""
    program = Terminal(*command)
    try:
        yield program
    finally:
        program.end()

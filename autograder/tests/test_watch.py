"""`watch`, on a real terminal."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.course import Exercise, find
from autograder.deadline import Deadline
from autograder.samples import solution_of, stub_of
from autograder.watch import Saved, newly_saved

pty = pytest.importorskip("pty", reason="a terminal of our own can be had on Unix alone")
PATIENCE = 30.0
OTHER_SCREEN, FIRST_SCREEN = "\x1b[?1049h", "\x1b[?1049l"


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

    def shows(self, text: str) -> None:
        """Waits until this text has been shown since the last time."""
        deadline = Deadline(PATIENCE)
        while text not in self.shown:
            assert not deadline.passed(), f"{text!r} is not in {self.shown!r}"
            if select.select([self._ours], [], [], deadline.left())[0]:
                try:
                    self.shown += os.read(self._ours, 65536).decode(errors="replace")
                except OSError:  # Linux says so when the program at the other end has gone
                    pytest.fail(f"the program has ended: {self.shown!r}")
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


def test_a_save_is_checked_at_once_and_ctrl_c_ends(tmp_path: Path) -> None:
    """Stub, solution, then Ctrl-C: the screen that was there before comes back, with exit code 0."""
    module = tmp_path / "ex05_tcp_receive_loop.py"
    module.write_bytes(stub_of(find("ex05")).read_bytes())
    command = [sys.executable, "-m", "autograder", "watch", "ex05", "--module", str(module), "--lang", "en"]
    with terminal(*command) as program:
        program.shows(OTHER_SCREEN)
        program.shows("0 of 15 points")
        program.shows("To mend first:")
        module.write_bytes(solution_of(find("ex05")).read_bytes())
        program.shows("15 of 15 points")
        program.shows("Everything is right")
        os.killpg(program.process.pid, signal.SIGINT)
        program.shows(FIRST_SCREEN)
        assert program.process.wait(PATIENCE) == 0


def test_the_module_that_was_saved_last_is_meant(tmp_path: Path) -> None:
    """Each save is seen once; a file that comes, goes or grows is a save."""
    first, second = find("ex01"), find("ex02")
    paths = {first: tmp_path / "1.py", second: tmp_path / "2.py"}
    for time, path in enumerate(paths.values(), 1):
        path.touch()
        os.utime(path, (time, time))
    seen: dict[Exercise, Saved | None] = {}
    assert newly_saved(paths, seen) is second
    assert newly_saved(paths, seen) is None
    paths[first].write_text("more")
    assert newly_saved(paths, seen) is first
    paths[second].unlink()
    assert newly_saved(paths, seen) is second

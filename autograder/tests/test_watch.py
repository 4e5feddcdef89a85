"""`watch`, on a real terminal."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from autograder.course import Exercise, find
from autograder.samples import solution_of, stub_of
from autograder.tests.terminal import PATIENCE, terminal
from autograder.watch import Saved, newly_saved

OTHER_SCREEN, FIRST_SCREEN = "\x1b[?1049h", "\x1b[?1049l"


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

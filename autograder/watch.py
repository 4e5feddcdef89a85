"""Checks a module again on each save, and shows the first thing to mend."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from rich.console import Console, RenderableType
from rich.live import Live

from autograder.course import Exercise
from autograder.judging import judge, record_of
from autograder.jury import Jury, with_jury
from autograder.report.page import page_of
from autograder.sandbox import read_module
from autograder.sandbox.ahead import places_ahead
from autograder.side_by_side import SIDE_BY_SIDE

LOOKS = 0.1
"""Seconds between two looks at the files."""

Saved = tuple[int, int, int]
"""What tells one save of a file from another: its time in nanoseconds, its size in bytes, its number on the disk."""


def watch(console: Console, modules: Mapping[Exercise, Path], seed: Callable[[], int], language: str) -> None:
    """Judges each module that is saved, at once, until Ctrl-C; first the one that was saved last.

    Saves during a check are one. On what is no terminal the reports come one below the other.
    """

    def body(jury: Jury) -> None:
        seen: dict[Exercise, Saved | None] = {}
        with Live(console=console, screen=console.is_terminal, auto_refresh=False, vertical_overflow="crop") as live:

            def show(page: RenderableType) -> None:
                if console.is_terminal:
                    live.update(page, refresh=True)
                else:
                    console.print(page)

            while True:
                exercise = newly_saved(modules, seen)
                if exercise is None:
                    time.sleep(LOOKS)
                    continue
                path = modules[exercise]
                read = partial(read_module, path)
                with places_ahead(exercise.name, path, SIDE_BY_SIDE) as places:
                    result = judge(jury, exercise, str(path), read, seed(), parts=SIDE_BY_SIDE, ahead=places)
                show(page_of(record_of(jury, result, exercise, language), exercise, language))

    with suppress(KeyboardInterrupt):
        with_jury(modules, body)


def newly_saved(modules: Mapping[Exercise, Path], seen: dict[Exercise, Saved | None]) -> Exercise | None:
    """The exercise whose module was saved last since `seen`, which takes note; None when none was.

    When nothing has been seen yet, it is the one that was saved last of all.
    """
    now = {exercise: _state(path) for exercise, path in modules.items()}
    changed = [exercise for exercise, state in now.items() if not seen or state != seen[exercise]]
    seen.update(now)
    return max(changed, key=lambda exercise: now[exercise] or (0, 0, 0), default=None)


def _state(path: Path) -> Saved | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino

"""What a person sees while a class is graded: a bar, when it will be done, who is under way, what went wrong."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from autograder.grading.intake import Submission
from autograder.grading.pool import Graded
from autograder.texts import say

SHOWN_UNDER_WAY = 6
EARLY = 5
"""So many results tell nothing yet about the others."""


class Estimate:
    """When the rest will be done: the time that it is worth, exercise by exercise, at the pace so far."""

    def __init__(self, work: Iterable[Submission], now: float) -> None:
        self._left: dict[str, int] = defaultdict(int)
        self._seen: dict[str, list[float]] = defaultdict(list)
        self._begin = now
        for submission in work:
            self._left[submission.exercise.name] += 1

    def take(self, exercise: str, seconds: float) -> None:
        """Takes note of a submission that is done, and of how long it took by itself."""
        self._left[exercise] -= 1
        self._seen[exercise].append(seconds)

    def seconds_left(self, now: float) -> float | None:
        """Seconds until all is done; None when too little is known."""
        done = [seconds for row in self._seen.values() for seconds in row]
        spent = sum(done)
        if len(done) < EARLY or not spent:
            return None
        usual = spent / len(done)
        worth = 0.0
        for name, count in self._left.items():
            row = self._seen[name]
            worth += count * (sum(row) / len(row) if row else usual)
        return worth * (now - self._begin) / spent


class Progress:
    """The display of a run, on a terminal; nothing at all elsewhere."""

    def __init__(
        self, console: Console, work: list[Submission], under_way: Callable[[], list[Submission]], language: str
    ) -> None:
        self._console = console
        self._language = language
        self._under_way = under_way
        self._total = len(work)
        self._done = 0
        self._estimate = Estimate(work, time.monotonic())
        self._live = Live(get_renderable=self._render, console=console, refresh_per_second=4, transient=True)

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def take(self, graded: Graded) -> None:
        """Shows that a submission is done, and what it lost."""
        self._done += 1
        name = graded.submission.exercise.name
        self._estimate.take(name, graded.seconds)
        if not self._console.is_terminal:
            return
        line = Text(f"{graded.submission.student} {name.partition('_')[0]}  ")
        if graded.plain is None or graded.fault:
            line.append(say("not graded", self._language), style="yellow")
        elif graded.plain["points"] < graded.plain["max_points"]:
            line.append(f"{graded.plain['points']:g}/{graded.plain['max_points']:g}", style="red")
            mistakes = dict.fromkeys(row["mistake"] for row in graded.plain["checks"] if row["mistake"])
            line.append("  " + ", ".join(mistakes), style="cyan")
        else:
            return
        self._console.print(line)

    def _render(self) -> RenderableType:
        left = self._estimate.seconds_left(time.monotonic())
        minutes, seconds = divmod(round(left or 0), 60)
        row = Table.grid(padding=(0, 1))
        row.add_row(
            say("grading", self._language),
            ProgressBar(total=self._total, completed=self._done, width=40),
            f"{self._done}/{self._total}",
            "" if left is None else say("time-left", self._language, minutes=minutes, seconds=f"{seconds:02}"),
        )
        names = dict.fromkeys(submission.student for submission in self._under_way())
        shown = ", ".join(list(names)[:SHOWN_UNDER_WAY]) + (" …" if len(names) > SHOWN_UNDER_WAY else "")
        return Group(row, Text(say("under-way", self._language, names=shown), style="dim", overflow="ellipsis"))

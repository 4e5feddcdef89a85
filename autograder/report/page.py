"""One exercise on one screen: the marks of each function, and the first thing to mend."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from autograder.course import Exercise
from autograder.report.terminal import heading, line_of_marks, what_to_mend
from autograder.texts import say


def page_of(record: dict[str, Any], exercise: Exercise, language: str) -> Group:
    """The screen of a result, with the time at which it was made."""
    return Group(*_parts(record, exercise, language))


def _parts(record: dict[str, Any], exercise: Exercise, language: str) -> Iterator[Any]:
    yield heading(record, exercise, language)
    for function in dict.fromkeys(check["function"] for check in record["checks"]):
        yield line_of_marks(function, [check for check in record["checks"] if check["function"] == function])
    yield Text()
    unlucky = next((check for check in record["checks"] if check["outcome"] in ("failed", "not graded")), None)
    if unlucky is None:
        yield Text(say("all-right", language), style="bold green")
    else:
        yield Text(unlucky["title"], style="bold")
        yield Padding(Text(unlucky["fact"]), (0, 0, 1, 2))
        yield from what_to_mend(record, language)
    yield Padding(Text(say("watch-done", language, time=time.strftime("%H:%M:%S")), style="dim"), (1, 0, 0, 0))

"""One exercise on one screen: the marks of each function, and the first thing to mend."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from autograder.course import Exercise
from autograder.report.terminal import first_to_mend, heading, line_of_marks, what_to_mend
from autograder.texts import say


def page_of(record: dict[str, Any], exercise: Exercise, language: str) -> Group:
    """The screen of a result, with the time at which it was made."""
    return Group(*_parts(record, exercise, language))


def _parts(record: dict[str, Any], exercise: Exercise, language: str) -> Iterator[Any]:
    yield heading(record, exercise, language)
    for function in dict.fromkeys(check["function"] for check in record["checks"]):
        checks = [check for check in record["checks"] if check["function"] == function]
        yield line_of_marks(function, checks, language)
    if first_to_mend(record) is None:
        yield Text()
        yield Text(say("all-right", language), style="bold green")
    yield from what_to_mend(record, language)
    yield Padding(Text(say("watch-done", language, time=time.strftime("%H:%M:%S")), style="dim"), (1, 0, 0, 0))

"""The student's module as the last cell of a notebook shows it, so that who grades the answer sees the code too."""

from __future__ import annotations

from typing import Any

from autograder.course import find
from autograder.notebook.cell import around_this_kernel
from autograder.notebook.surroundings import Surroundings
from autograder.sandbox import MAX_SOURCE, UnfitModule, read_module
from autograder.shown import visible
from autograder.texts import say


def show_module(asked: str) -> Any:
    """The module of an exercise that the checks judge, coloured; a sentence when there is none to show.

    What would not show, or would show as something else, stands there as an escape.
    """
    from IPython.display import Code, Markdown

    exercise = find(asked)
    around = Surroundings.described_by(around_this_kernel())
    path = around.module(exercise)
    try:
        source = None if path is None else read_module(path)
    except UnfitModule:
        source = None
    if source is None:
        return Markdown(say("cell-no-module", around.language(exercise), name=f"{exercise.name}.py"))
    lines = source[:MAX_SOURCE].decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    return Code("\n".join(visible(line.expandtabs()) for line in lines), language="python")

"""`python -m autograder.notebook.judge`: a check cell's fresh process. A JSON object comes in, one goes out.

In: what is `asked` (such as the name of an exercise, a dot, the name of a function), and the cell's surroundings. Out:
the `points`, the verdicts as `html` and as `text`, and a `line` that sums them up.
"""

from __future__ import annotations

import difflib
import gc
import io
import json
import os
import secrets
import sys
import time
from pathlib import Path
from typing import Any

from autograder.course import Exercise, UnknownExercise, exercises, find
from autograder.notebook.surroundings import Surroundings
from autograder.own_work import check_modules
from autograder.sandbox import ISOLATIONS, NoSandbox, Place, open_place
from autograder.shown import visible
from autograder.texts import say


class NothingToJudge(Exception):
    """The cell cannot be served; the text says why and what to do."""


def main() -> None:
    """Answers the one job on standard input. Whatever is printed meanwhile goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    job = json.loads(sys.stdin.buffer.read())
    with answers:
        json.dump(answer(job["asked"], Surroundings.described_by(job)), answers)


def answer(asked: str, around: Surroundings) -> dict[str, Any]:
    """The points, and what to show."""
    exercise, function = understood(asked)
    language = around.language(exercise)
    try:
        if exercise is None or function is None:
            raise NothingToJudge(_what_was_meant(asked, exercise, language))
        module = around.module(exercise)
        if module is None:
            raise NothingToJudge(say("cell-no-module", language, name=f"{exercise.name}.py"))
        return _judged(exercise, function, module, around, language)
    except NothingToJudge as problem:
        from autograder.report.table import sentence_as_html

        return {"points": 0, "line": "", "html": sentence_as_html(str(problem)), "text": str(problem)}


def understood(asked: str) -> tuple[Exercise | None, str | None]:
    """The exercise and the function that are asked for, `""` for all of them; None for what is not understood."""
    try:
        return find(asked), ""
    except UnknownExercise:
        name, _, function = asked.strip().partition(".")
    try:
        exercise = find(name)
    except UnknownExercise:
        return None, None
    return exercise, function if function in exercise.functions else None


def _what_was_meant(asked: str, exercise: Exercise | None, language: str) -> str:
    names = [
        f"{each.short_name}.{name}" for each in ([exercise] if exercise else exercises()) for name in each.functions
    ]
    if not asked.strip():
        return say("cell-asks-nothing", language, example=names[0])
    found = difflib.get_close_matches(asked, names, n=1, cutoff=0.5)
    nearest = say("nearest", language, nearest=found[0]) if found else ""
    return say("cell-asks-unknown", language, asked=visible(asked[:80]), nearest=nearest, example=names[0])


def _judged(exercise: Exercise, function: str, module: Path, around: Surroundings, language: str) -> dict[str, Any]:
    saved = time.strftime("%H:%M:%S", time.localtime(module.stat().st_mtime))
    unsafe = ""

    def open_safely(name: str, source: bytes) -> Place:
        nonlocal unsafe
        try:
            return ISOLATIONS["bubblewrap"](name, source)
        except NoSandbox:
            unsafe = say("cell-unsafe", language)
            return open_place(name, source)

    open_for = open_safely if around.is_graded else open_place
    seed = secrets.randbelow(1_000_000)
    for _ in range(2):  # a fault of the grader is tried once more, as in a class
        (record,), fault = check_modules({exercise: module}, seed, function, language, _show_nothing, open_for)
        if not fault:
            break
    from autograder.report.table import module_as_html, record_as_html, score_as_html

    lines = _as_text(record, exercise, language)
    judged = say("cell-judged", language, module=visible(module.name), time=saved)
    footer = module_as_html(judged, _link(module, around), unsafe)
    return {
        "points": record["points"],
        "line": score_as_html(record, language),
        "html": record_as_html(record, exercise, language) + footer,
        "text": f"{lines}\n\n  {judged} {unsafe}".rstrip(),
    }


def _as_text(record: dict[str, Any], exercise: Exercise, language: str) -> str:
    from rich.console import Console

    from autograder.report.terminal import show_result

    text = io.StringIO()
    plain = Console(file=text, width=100, force_terminal=False, color_system=None, highlight=False, emoji=False)
    show_result(plain, record, exercise, language)
    return "\n".join(line.rstrip() for line in text.getvalue().rstrip().split("\n"))


def _show_nothing(exercise: Exercise, record: dict[str, Any]) -> None:
    """Verdicts are shown once they are complete."""


def _link(module: Path, around: Surroundings) -> str:
    """The way from the notebook to the module, which Jupyter opens in its editor."""
    folder = around.notebook.parent if around.notebook is not None and not around.execution else around.folder
    return Path(os.path.relpath(module, folder)).as_posix()


if __name__ == "__main__":
    main()
    gc.freeze()  # as in `python -m autograder`

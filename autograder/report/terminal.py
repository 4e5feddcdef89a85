"""What a person reads on a terminal."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.course import EXERCISES, Exercise
from autograder.report.record import fact_once, number
from autograder.texts import Amount, Lesson, lesson, lessons, say

if TYPE_CHECKING:
    from autograder.diagram import Diagram

MARKS = {"passed": ("✓", "green"), "failed": ("✗", "bold red"), "skipped": ("–", "dim"), "not graded": ("?", "yellow")}

STYLES = {"": "", "wrong": "red", "missing": "dim"}
WIDEST, MOST_ROWS = 84, 12
"""Columns and rows that a diagram takes at most: with what stands around it, a screen."""


def show_list(console: Console, exercises: Iterable[Exercise], language: str) -> None:
    """The exercises of the course."""
    table = Table(box=None, pad_edge=False)
    table.add_column(say("exercise", language), style="bold", no_wrap=True)
    table.add_column(say("points", language), justify="right")
    table.add_column(say("about", language))
    for exercise in exercises:
        about = Text(exercise.title[language])
        about.append("\n" + ", ".join(exercise.functions), style="dim")
        table.add_row(exercise.name, str(exercise.points), about)
    console.print(table)


def show_result(console: Console, record: dict[str, Any], exercise: Exercise, language: str) -> None:
    """One exercise: a line for each function, below it what went wrong, then what to mend first."""
    console.print(heading(record, exercise, language))
    told_below, errors = first_to_mend(record), set[str]()
    if told_below is not None:
        fact_once(told_below, errors, language)
    for function in dict.fromkeys(check["function"] for check in record["checks"]):
        checks = [check for check in record["checks"] if check["function"] == function]
        _show_function(console, function, checks, told_below, errors, language)
    for part in what_to_mend(record, language):
        console.print(part)
    console.print()


def heading(record: dict[str, Any], exercise: Exercise, language: str) -> Text:
    """The exercise and its points."""
    score = say("score", language, points=record["points"], max_points=record["max_points"])
    line = Text(f"{exercise.short_name} · {exercise.title[language]}", style="bold")
    line.append(f"  {score}", style="bold green" if record["points"] == record["max_points"] else "bold yellow")
    return line


def line_of_marks(function: str, checks: Sequence[dict[str, Any]], language: str) -> Text:
    """A function's marks and points."""
    line = Text(f"  {function:18} ")
    for check in checks:
        mark, style = MARKS[check["outcome"]]
        line.append(mark, style=style)
    points, most = (Amount(number(sum(check[key] for check in checks)), language) for key in ("points", "max_points"))
    line.append(f"  {points}/{most}", style="dim")
    return line


def _show_function(
    console: Console,
    function: str,
    checks: Sequence[dict[str, Any]],
    told_below: dict[str, Any] | None,
    errors: set[str],
    language: str,
) -> None:
    """A function's marks in one line, and each failure with its fact; the same error or reason is said once."""
    console.print(line_of_marks(function, checks, language))
    said: set[str] = set()
    for check in checks:
        if check["outcome"] == "failed":
            title = _title(check)
            if check["mistake"]:
                title.append(f" → {check['mistake']}", style="cyan")
            console.print(Padding(title, (0, 0, 0, 4)))
        if check["outcome"] == "passed" or check["fact"] in said:
            continue
        fact = say("told-below", language) if check is told_below else fact_once(check, errors, language)
        style = "" if check["outcome"] == "failed" and fact == check["fact"] else "dim"
        console.print(Padding(Text(fact, style=style), (0, 0, 0, 6)))
        said.add(check["fact"])


def _title(check: dict[str, Any]) -> Text:
    mark, style = MARKS[check["outcome"]]
    return Text(f"{mark} ", style=style).append(check["title"], style="bold")


def first_to_mend(record: dict[str, Any]) -> dict[str, Any] | None:
    """The check to look at first: one that failed by a mistake with a name, else one that failed or was not graded."""
    checks = record["checks"]
    named = (check for check in checks if check["outcome"] == "failed" and check["mistake"])
    failed = (check for check in checks if check["outcome"] == "failed")
    not_graded = (check for check in checks if check["outcome"] == "not graded")
    return next(itertools.chain(named, failed, not_graded), None)


def what_to_mend(record: dict[str, Any], language: str) -> Iterator[RenderableType]:
    """The first failure whole: its fact, what happened on the wire, its mistake, how to run it again; then the rest."""
    first = first_to_mend(record)
    if first is None:
        return
    from autograder.diagram import Diagram  # who makes no mistake need not wait for it

    known = lesson(first["mistake"], language)
    yield Text()
    if known:
        yield Text(f"  {say('mend-first', language)} ", style="bold").append(known.title, style="bold cyan")
    yield Padding(_title(first), (0, 0, 0, 2))
    yield Padding(Text(first["fact"]), (0, 0, 0, 4))
    if diagram := Diagram.of_record(first, language):
        yield Padding(Drawn(diagram), (1, 0, 1, 4))
    if known:
        yield Padding(Text(known.advice), (0, 0, 0, 4))
        yield Padding(Text(say("explain-hint", language, mistake=known.name), style="dim"), (0, 0, 0, 4))
    if first["outcome"] == "failed":
        again = say("replay", language, command=replay(record, first))
        yield Padding(Text(again, style="dim"), (0, 0, 0, 4))
    others = dict.fromkeys(check["mistake"] for check in record["checks"] if check["mistake"])
    for other in list(others)[1:]:
        if unlike := lesson(other, language):
            yield Text(f"  {say('mend-next', language)} ", style="bold").append(unlike.title, style="cyan")


def replay(record: dict[str, Any], check: dict[str, Any]) -> str:
    """The command that runs a check again, with its function's others and the same payloads."""
    exercise, module = record["exercise"], record["module"]
    given = "" if Path(module) in (EXERCISES / f"{exercise}.py", Path(f"{exercise}.py")) else f" --module {module}"
    short, function = exercise.partition("_")[0], check["function"]
    return f"python -m autograder check {short}{given} --only {function} --seed {record['seed']}"


class Drawn:
    """A diagram on a terminal, as wide as there is room."""

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line, state in self._diagram.lines(min(options.max_width, WIDEST), MOST_ROWS):
            yield Text(line, style=STYLES[state], no_wrap=True, overflow="ellipsis")


def show_lesson(console: Console, known: Lesson, language: str) -> None:
    """The lesson behind one mistake."""
    console.print(Text(known.name, style="bold cyan").append(f" · {known.title}", style="bold"))
    for key, text in (("lesson-idea", known.idea), ("lesson-wire", known.wire), ("lesson-right", known.right)):
        console.print()
        console.print(Text(say(key, language), style="bold"))
        console.print(Padding(Text(text), (0, 0, 0, 2)))
    console.print()
    console.print(Text(say("lesson-example", language), style="bold"))
    console.print(Padding(Text(known.example), (0, 0, 0, 2)))


def show_lessons(console: Console, exercises: Sequence[Exercise], language: str) -> None:
    """Every mistake, by exercise."""
    for exercise in exercises:
        console.print(Text(say("mistakes-of", language, exercise=exercise.name), style="bold"))
        for known in lessons(language).values():
            if exercise.name in known.exercises:
                console.print(
                    Padding(Text(f"{known.name:28}", style="cyan").append(known.title, style="default"), (0, 0, 0, 2))
                )
        console.print()


def show_class(console: Console, exercises: Sequence[Exercise], rows: dict[str, dict[str, Any]], language: str) -> None:
    """The marks of a class, a row for each student."""
    table = Table(header_style="bold")
    table.add_column(say("student", language))
    for exercise in exercises:
        table.add_column(exercise.short_name, justify="right")
    table.add_column(say("total", language), justify="right", style="bold")
    for student, marks in rows.items():
        cells = ["–" if marks.get(exercise.name) is None else f"{marks[exercise.name]:g}" for exercise in exercises]
        table.add_row(Text(student), *cells, f"{sum(mark for mark in marks.values() if mark is not None):g}")
    console.print(table)


def show_findings(
    console: Console, findings: Sequence[tuple[str, bool, str]], memory_bound: str, language: str
) -> None:
    """What the doctor found, a line for each probe; the detail only of a surprise; then the bounds.

    `memory_bound` is the key of the message that says what bounds the memory here.
    """
    for name, holds, detail in findings:
        mark, style = MARKS["passed" if holds else "failed"]
        line = Text(f"  {mark} ", style=style).append(say(f"probe-{name}", language), style="default")
        if not holds:
            line.append(f"  {detail}", style="dim")
        console.print(line)
    console.print(say("doctor-well" if all(holds for _, holds, _ in findings) else "doctor-ill", language))
    console.print(say("doctor-bounds", language, memory=say(memory_bound, language)))

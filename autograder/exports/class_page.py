"""`class.html`: what the class has understood and what to explain again, on one page that needs no other file."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.course import Exercise
from autograder.exports import charts
from autograder.exports.pairs import Pair, from_csv
from autograder.exports.results import CannotExport, Record, read_class
from autograder.exports.understood import BINS, Understood, understood
from autograder.report.record import number
from autograder.texts import Amount, Lesson, say

PAGE_FILE, ALIKE_FILE = "class.html", "alike.csv"
HERE = Path(__file__).resolve().parent
CODE = re.compile(r"`([^`]+)`")


def write_page(
    results: Path,
    course: Sequence[Exercise],
    language: str,
    *,
    roster: Mapping[str, str] | None = None,
    anonymous: bool = False,
    file: Path | None = None,
) -> Path:
    """Makes the page of what `grade` has left in a folder, with the list of what is alike when it is there.

    The file that was written: `class.html` in the folder, unless another is named. Raises CannotExport and OSError.
    """
    listed = results / ALIKE_FILE
    try:
        alike = from_csv(listed.read_text(encoding="utf-8")) if listed.exists() else None
    except ValueError as problem:
        raise CannotExport("alike-broken", file=listed) from problem
    text = page(read_class(results), course, language, roster=roster, alike=alike, anonymous=anonymous)
    written = file or results / PAGE_FILE
    written.write_text(text, encoding="utf-8")
    return written


def page(
    records: Sequence[Record],
    course: Sequence[Exercise],
    language: str,
    *,
    roster: Mapping[str, str] | None = None,
    alike: Sequence[Pair] | None = None,
    anonymous: bool = False,
) -> str:
    """The page; without a single name of a student when `anonymous`. None stands for what nobody has looked for."""
    found = understood(records, course, roster or {}, language)
    in_words = partial(say, language=language)
    style = (HERE / "class_page.css").read_text(encoding="utf-8")
    labels = _labels(found, language)
    shown = [each for each in found.exercises if each.shares]
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["marked"] = marked
    environment.filters["figure"] = partial(Amount, language=language)
    return environment.get_template("class_page.html.jinja").render(
        language=language,
        say=in_words,
        number=number,
        date=date.today().isoformat(),
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        found=found,
        anonymous=anonymous,
        roster_given=roster is not None,
        alike=alike,
        bins=list(zip(labels, found.bins, strict=True)),
        points_chart=charts.columns(labels, found.bins, in_words("class-points-about")),
        exercises_chart=charts.bars(
            [each.exercise.short_name for each in shown],
            [each.percent for each in shown],
            in_words("class-by-exercise-caption"),
        ),
        durations=any(each.duration is not None for each in found.exercises),
        lessons=_lessons(found),
    )


def marked(text: str) -> Markup:
    """A text of the kit, with what stands between backticks as code."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(text))))


def _labels(found: Understood, language: str) -> list[str]:
    """What each bin holds, in points."""
    edges = [Amount(number(found.most_points * place / BINS), language) for place in range(BINS + 1)]
    return [f"{low}–{high}" for low, high in pairwise(edges)]


def _lessons(found: Understood) -> list[tuple[Lesson, list[str]]]:
    """Every lesson that the page links to, with who made its mistake."""
    lessons = {mistake.lesson.name: (mistake.lesson, mistake.students) for mistake in found.mistakes}
    for student in found.in_need:
        if student.mend_first is not None:
            lessons.setdefault(student.mend_first.name, (student.mend_first, []))
    return list(lessons.values())

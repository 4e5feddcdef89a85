"""Results as one web page: self-contained, without script, for a telephone, a screen and paper."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.course import Exercise
from autograder.diagram import Diagram
from autograder.diagram.svg import DARK_STYLE
from autograder.report.record import fact_once, number
from autograder.report.terminal import MARKS, replay
from autograder.shown import visible
from autograder.texts import Amount, lesson, say

HERE = Path(__file__).resolve().parent
MOST_DIAGRAMS = 24
"""Diagrams of a page at most: what is drawn says the most where it is the first of its kind."""


def page_of(name: str, records: Sequence[dict[str, Any]], course: Sequence[Exercise], language: str) -> str:
    """The page about these records; the exercises of `course` that have none were not handed in."""
    by_name = {record["exercise"]: record for record in records}
    drawing = _Drawing(language)
    parts = [_part(exercise, by_name.get(exercise.name), drawing, language) for exercise in course]
    style = (HERE / "page.css").read_text(encoding="utf-8") + DARK_STYLE
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment(language)
        .get_template("page.html.jinja")
        .render(
            say=lambda key, **data: say(key, language, **data),
            language=language,
            name=name,
            points=number(sum(part["points"] for part in parts)),
            max_points=number(sum(part["max_points"] for part in parts)),
            parts=parts,
            style=Markup(style),
            digest=digest,
        )
    )


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters["with_code"] = _with_code
    environment.filters["figure"] = partial(Amount, language=language)
    return environment


def _harmless(value: Any) -> Any:
    """Everything that the page says goes through the one sanitiser, whoever has written it."""
    if value is None or isinstance(value, (Markup, int, float)):
        return value
    return "\n".join(map(visible, str(value).split("\n")))


def _with_code(text: str) -> Markup:
    """`text` with what stands between grave accents as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(_harmless(text)))))


class _Drawing:
    """The diagrams of a page: one for each mistake of a function, and no more than a page should have."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._drawn: set[tuple[str, str, str | None]] = set()

    def of(self, exercise: str, check: dict[str, Any]) -> Markup | None:
        """The diagram of a failed check, where the page has none like it yet."""
        key = (exercise, check["function"], check["mistake"])
        if key in self._drawn or len(self._drawn) >= MOST_DIAGRAMS:
            return None
        diagram = Diagram.of_record(check, self._language)
        if diagram is None:
            return None
        self._drawn.add(key)
        return Markup(diagram.svg(identity=f"{exercise}-{check['name']}", own_style=False))


def _part(exercise: Exercise, record: dict[str, Any] | None, drawing: _Drawing, language: str) -> dict[str, Any]:
    """What the page says of one exercise."""
    part: dict[str, Any] = {
        "short": exercise.short_name,
        "title": exercise.title[language],
        "points": record.get("points", 0) if record else 0,
        "max_points": record.get("max_points", exercise.points) if record else exercise.points,
        "remark": "",
        "functions": [],
    }
    if record is None:
        return part | {"remark": say("page-not-submitted", language)}
    if "not graded" in record:
        return part | {"remark": f"{say('not graded', language)}: {record['not graded']}"}
    told: set[str] = set()
    errors: set[str] = set()
    names = dict.fromkeys(check["function"] for check in record["checks"])
    functions = [list(_checks(name, record, drawing, told, errors, language)) for name in names]
    return part | {
        "functions": [
            {
                "name": name,
                "marks": [MARKS[check["outcome"]][0] for check in checks],
                "points": number(sum(check["points"] for check in checks)),
                "max_points": number(sum(check["max_points"] for check in checks)),
                "checks": [check for check in checks if check["outcome"] != "passed"],
                "passed": [check["title"] for check in checks if check["outcome"] == "passed"],
            }
            for name, checks in zip(names, functions, strict=True)
        ]
    }


def _checks(
    function: str, record: dict[str, Any], drawing: _Drawing, told: set[str], errors: set[str], language: str
) -> Iterator[dict[str, Any]]:
    """The checks of a function; a lesson, and an error, is told with the first check that needs it."""
    reasons: set[str] = set()
    any_failed = False
    for check in record["checks"]:
        if check["function"] != function:
            continue
        failed, mistake = check["outcome"] == "failed", check["mistake"]
        yield check | {
            "fact": fact_once(check, errors, language) if failed else check["fact"],
            "mark": MARKS[check["outcome"]][0],
            "kind": check["outcome"].replace(" ", "-"),
            "identity": f"{record['exercise']}-{check['name']}",
            "diagram": drawing.of(record["exercise"], check) if failed else None,
            "known": lesson(mistake, language),
            "told": mistake in told,
            "repeats": check["fact"] in reasons,
            "replay": replay(record, check) if failed and not any_failed else "",
        }
        any_failed = any_failed or failed
        told.add(mistake)
        if not failed:
            reasons.add(check["fact"])

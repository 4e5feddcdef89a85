"""Verdicts as HTML for a notebook: one table, styled inline, for an untrusted notebook loses everything else.

Colours are translucent over the page's own, so that they suit a light and a dark page. All text is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from autograder.course import Exercise
from autograder.report.record import fact_once, number
from autograder.texts import Amount, Lesson, lesson, say

MARKS = {"passed": "✓", "failed": "✗", "skipped": "–", "not graded": "?"}
GREEN, RED, GREY, YELLOW, BLUE = "46,160,67", "229,83,75", "128,128,128", "210,153,34", "56,139,253"
TINTS = {"passed": GREEN, "failed": RED, "skipped": GREY, "not graded": YELLOW}
TABLE = "border-collapse:collapse;table-layout:auto;width:100%;margin:0"
CAPTION = "text-align:left;padding:6px 10px;color:inherit;font-size:110%"
CELL = "padding:6px 10px;text-align:left;vertical-align:top;white-space:normal"
CODE = "white-space:pre-wrap;overflow-wrap:anywhere"


def record_as_html(record: dict[str, Any], exercise: Exercise, language: str) -> str:
    """A row for each check, with the fact below what failed, the advice of its mistake, and the lesson folded away."""
    rows = "".join(_rows(record["checks"], language))
    heading = f"<b>{escape(exercise.short_name)} · {escape(exercise.title[language])}</b>"
    whole = len({check["function"] for check in record["checks"]}) > 1
    caption = f'<caption style="{CAPTION}">{heading}</caption>' if whole else ""
    return (
        f'<div lang="{language}" style="max-width:960px"><table style="{TABLE}">'
        f"{caption}<tbody>{rows}</tbody></table></div>"
    )


def _rows(checks: Sequence[dict[str, Any]], language: str) -> Iterator[str]:
    functions = list(dict.fromkeys(check["function"] for check in checks))
    told: set[str] = set()
    errors: set[str] = set()
    for function in functions:
        own = [check for check in checks if check["function"] == function]
        yield _heading(function, own, language)
        said: set[str] = set()
        for check in own:
            below = ""
            if check["outcome"] != "passed" and check["fact"] not in said:
                below = _below(check, fact_once(check, errors, language), told, language)
            said.add(check["fact"] or "")
            yield _row(check, below, language)


def _heading(function: str, checks: Sequence[dict[str, Any]], language: str) -> str:
    points, most = (Amount(number(sum(check[key] for check in checks)), language) for key in ("points", "max_points"))
    return (
        f'<tr style="background:rgba({GREY},0.12)"><th scope="colgroup" colspan="2" style="{CELL}">'
        f"<code>{escape(function)}</code></th>"
        f'<th style="{CELL};text-align:right;white-space:nowrap">{points} / {most}</th></tr>'
    )


def _row(check: dict[str, Any], below: str, language: str) -> str:
    outcome = check["outcome"]
    points, most = (Amount(check[key], language) for key in ("points", "max_points"))
    tint, word = TINTS[outcome], escape(say(outcome, language))
    weight = "bold" if outcome == "failed" else "normal"
    return (
        f'<tr style="background:transparent;border-top:1px solid rgba({GREY},0.25)">'
        f'<td style="{CELL};width:1px;white-space:nowrap"><span style="padding:1px 8px;border-radius:9px;'
        f'background:rgba({tint},0.25)">{MARKS[outcome]} {word}</span></td>'
        f'<td style="{CELL}"><span style="font-weight:{weight}">{escape(check["title"])}</span>{below}</td>'
        f'<td style="{CELL};text-align:right;white-space:nowrap">{points} / {most}</td></tr>'
    )


def _below(check: dict[str, Any], fact: str, told: set[str], language: str) -> str:
    """The fact, and the advice of a mistake the first time that it is met."""
    text = f'<div style="{CODE};margin-top:4px">{escape(fact)}</div>'
    known = lesson(check["mistake"], language)
    if known is None:
        return text
    text += f'<div style="margin-top:4px">→ <b>{_text(known.title)}</b></div>'
    if known.name not in told:
        told.add(known.name)
        text += _advice(known, language)
    return text


def _advice(known: Lesson, language: str) -> str:
    parts = "".join(
        f'<p style="margin:6px 0"><b>{escape(say(key, language))}</b><br>{_text(part)}</p>'
        for key, part in (("lesson-idea", known.idea), ("lesson-wire", known.wire), ("lesson-right", known.right))
    )
    return (
        f'<div style="margin-top:4px;padding:4px 10px;border-left:4px solid rgb({BLUE});background:rgba({BLUE},0.1)">'
        f'{_text(known.advice)}<details style="margin-top:4px"><summary style="cursor:pointer">'
        f"{escape(say('cell-lesson', language))}</summary>{parts}"
        f'<p style="margin:6px 0"><b>{escape(say("lesson-example", language))}</b></p>'
        f'<pre style="{CODE};margin:0;background:transparent">{escape(known.example)}</pre></details></div>'
    )


def _text(text: str) -> str:
    """A text of the kit's own tables, in which backquotes hold code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def module_as_html(judged: str, link: str, warning: str) -> str:
    """What was judged, as a link that opens the module; `warning` is a sentence or empty."""
    return f'<p style="margin:6px 10px;opacity:0.8"><a href="{escape(link)}">{escape(judged)}</a> {escape(warning)}</p>'


def score_as_html(record: dict[str, Any], language: str) -> str:
    """The points as a line, green when they are all there."""
    tint = GREEN if record["points"] == record["max_points"] else YELLOW
    score = escape(say("score", language, points=record["points"], max_points=record["max_points"]))
    return f'<b style="padding:2px 10px;border-radius:9px;background:rgba({tint},0.25)">{score}</b>'


def sentence_as_html(sentence: str) -> str:
    """One sentence that stands in place of the verdicts."""
    return (
        f'<p style="margin:0;padding:6px 10px;border-left:4px solid rgb({YELLOW});background:rgba({YELLOW},0.15)">'
        f"{escape(sentence)}</p>"
    )

"""The page that opens everything in order: the instructor's plan of two hours, and where each topic is taught."""

from __future__ import annotations

import html
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from autograder.course import EXERCISES, exercises
from autograder.lecture.deck import SLIDES, minutes_of, title_of
from autograder.lecture.notebooks import NOTEBOOKS
from autograder.lecture.prose import typographic
from autograder.lecture.source import Cell
from autograder.texts import LANGUAGES, say

PLAN: list[dict[str, Any]] = tomllib.loads((SLIDES / "plan.toml").read_text(encoding="utf-8"))["parts"]
"""Each `deck`, and the `exercises` that follow it, by their short names."""

ROWS: dict[str, dict[str, str]] = tomllib.loads((SLIDES / "rows.toml").read_text(encoding="utf-8"))
"""What the lecture teaches: each row with its title in both languages."""


def write_index(decks: Mapping[str, Sequence[Cell]], folder: Path) -> Path:
    """Writes `index.html`, in both languages, and returns where."""
    plans = [_plan(decks, language, folder) for language in LANGUAGES]
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(SLIDES), autoescape=True)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    path.write_text(environment.get_template("index.html.j2").render(plans=plans), encoding="utf-8")
    return path


def _plan(decks: Mapping[str, Sequence[Cell]], language: str, folder: Path) -> dict[str, Any]:
    """What the page says in one language."""
    known = {exercise.short_name: exercise for exercise in exercises()}
    parts: list[dict[str, Any]] = []
    start = 0
    for part in PLAN:
        cells = decks[part["deck"]]
        end = start + minutes_of(cells)
        follow = [known[short] for short in part["exercises"]]
        parts.append(
            {
                "name": part["deck"],
                "title": html.unescape(title_of(cells, language)),
                "times": [_time(start, language), _time(end, language)],
                "exercises": [
                    {
                        "title": typographic(each.title[language], language),
                        "module": _from(folder, EXERCISES / f"{each.name}.py"),
                        "notebook": _from(folder, NOTEBOOKS / language / each.name / f"{each.name}.ipynb"),
                    }
                    for each in follow
                ],
            }
        )
        start = end
    words = ("plan-title", "plan-about", "plan-notebook", "plan-topics")
    typeset = {word.partition("-")[2]: typographic(say(word, language), language) for word in words}
    return typeset | {"lang": language, "parts": parts, "rows": _rows(decks, language)}


def _time(minutes: int, language: str) -> str:
    return say("plan-time", language, hours=minutes // 60, minutes=f"{minutes % 60:02}")


def _from(folder: Path, path: Path) -> str:
    """Where a browser that shows a page of `folder` finds a file."""
    return Path(os.path.relpath(path, folder)).as_posix()


def _rows(decks: Mapping[str, Sequence[Cell]], language: str) -> list[dict[str, Any]]:
    """Each row of the lecture, with the decks and the numbers of the slides that teach it."""
    taught: dict[str, list[tuple[str, int]]] = {row: [] for row in ROWS}
    for name, cells in decks.items():
        slides = [cell.slide for cell in cells if cell.slide is not None]
        for number, rows in enumerate(slides, 1):
            for row in rows.split():
                taught[row].append((name, number))
    return [{"title": typographic(ROWS[row][language], language), "slides": slides} for row, slides in taught.items()]

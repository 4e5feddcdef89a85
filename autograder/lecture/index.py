"""The page that opens everything in order: the instructor's plan of two hours."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from autograder.course import Exercise, exercises
from autograder.lecture.deck import SLIDES, title_of
from autograder.lecture.source import Cell
from autograder.texts import LANGUAGES, say

PLAN: list[dict[str, Any]] = tomllib.loads((SLIDES / "plan.toml").read_text(encoding="utf-8"))["parts"]
"""Each `deck`, how many `minutes` it takes, and the `exercises` that follow it, by their short names."""


def write_index(decks: Mapping[str, Sequence[Cell]], folder: Path) -> Path:
    """Writes `index.html`, in both languages, and returns where."""
    known = {exercise.short_name: exercise for exercise in exercises()}
    plans = [_plan(decks, known, language) for language in LANGUAGES]
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(SLIDES), autoescape=True)
    path = folder / "index.html"
    path.write_text(environment.get_template("index.html.j2").render(plans=plans), encoding="utf-8")
    return path


def _plan(decks: Mapping[str, Sequence[Cell]], known: dict[str, Exercise], language: str) -> dict[str, Any]:
    words = ("plan-title", "plan-about", "plan-minutes", "plan-deck", "plan-exercises", "plan-notebook")
    parts = [
        {
            "name": part["deck"],
            "title": html.unescape(title_of(decks[part["deck"]], language)),
            "minutes": part["minutes"],
            "exercises": [(known[short].name, known[short].title[language]) for short in part["exercises"]],
        }
        for part in PLAN
    ]
    plan: dict[str, Any] = {word.partition("-")[2]: say(word, language) for word in words}
    return plan | {"lang": language, "parts": parts}

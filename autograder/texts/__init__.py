"""Sentences in the reader's language: titles, facts, lessons, messages, from the tables beside this file."""

from __future__ import annotations

import locale
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from autograder.course import CHECKS
from autograder.shown import visible
from autograder.verdict import Fact

LANGUAGES = ("fr", "en")
HERE = Path(__file__).resolve().parent
MISTAKES = HERE.parent / "mistakes"


def language_of_locale() -> str:
    """`fr` when the locale is French, else `en`."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "fr" if (spoken or locale.getlocale()[0] or "").lower().startswith("fr") else "en"


@cache
def table(path: Path) -> Mapping[str, Any]:
    """A TOML file, read once."""
    with path.open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Lesson:
    """What is to be learnt from a mistake."""

    name: str
    title: str
    advice: str
    idea: str
    wire: str
    right: str
    example: str
    exercises: tuple[str, ...]


@cache
def lessons(language: str) -> dict[str, Lesson]:
    """Every mistake of the catalogue, by name, in its order."""
    words = table(MISTAKES / f"{language}.toml")
    return {
        name: Lesson(name=name, example=row["example"].strip("\n"), exercises=tuple(row["exercises"]), **words[name])
        for name, row in table(MISTAKES / "catalogue.toml").items()
    }


def lesson(name: str | None, language: str) -> Lesson | None:
    """The lesson behind a mistake; None for none."""
    return lessons(language).get(name) if name else None


@cache
def mistakes_of(exercise: str) -> frozenset[str]:
    """The mistakes that an exercise can show, by name."""
    rows = table(MISTAKES / "catalogue.toml").items()
    return frozenset(name for name, row in rows if exercise in row["exercises"])


def title(exercise: str, check: str, english: str, language: str) -> str:
    """The title of a check: its docstring in English, the table's in French."""
    if language == "en":
        return english
    path = CHECKS / "fr" / f"{exercise}.toml"
    titles = table(path) if path.exists() else {}
    return str(titles.get(check, english))


class Amount(str):
    """A number as the language writes it; `{size:# byte|# bytes}` in a sentence gives it and its singular or plural."""

    is_one: bool

    def __new__(cls, value: float, language: str, *, grouped: bool = False) -> Amount:
        """With the digits of great numbers in groups of three where `grouped`: ports and seeds have none.

        French counts up to two, and not including it, as one; English only one.
        """
        signs = table(HERE / f"messages.{language}.toml")
        number = f"{value:,}" if grouped and value >= 10_000 else str(value)
        amount = super().__new__(cls, number.translate({ord(","): signs["thousands"], ord("."): signs["decimal-sign"]}))
        amount.is_one = abs(value) < 2 if language == "fr" else value == 1
        return amount

    def __format__(self, words: str) -> str:
        if not words:
            return str(self)
        one, many = words.split("|")
        return (one if self.is_one else many).replace("#", str(self))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def say(key: str, language: str, **data: Any) -> str:
    """A message of the command line."""
    counted = {name: Amount(value, language) if _is_number(value) else value for name, value in data.items()}
    return str(table(HERE / f"messages.{language}.toml")[key]).format(**counted)


def sentence(fact: Fact, language: str) -> str:
    """A fact as a sentence."""
    words = table(HERE / f"facts.{language}.toml")
    for section in ("failed", "skipped", "not-graded"):
        if template := words[section].get(fact.code):
            return str(template).format_map(_Filled(fact.data, words["phrases"], language))
    return f"{fact.code} {fact.data}"


def label(section: str, key: str, language: str, data: Mapping[str, Any]) -> str:
    """A word or a phrase of a diagram; empty when the table has none of that name."""
    template = table(HERE / f"diagram.{language}.toml")[section].get(key, "")
    return str(template).format_map(_Filled(data, table(HERE / f"facts.{language}.toml")["phrases"], language))


class _Filled(dict[str, Any]):
    """The fields of a fact, each as a phrase of the language."""

    def __init__(self, data: Mapping[str, Any], phrases: Mapping[str, str], language: str) -> None:
        super().__init__(data)
        self._phrases = phrases
        self._language = language

    def __getitem__(self, key: str) -> str:
        match key:
            case "where":
                return self._where()
            case "part":
                sizes = {name: self._number(self.get(name, 0)) for name in ("size", "expected_size")}
                return self._phrases[f"part-{self.get('kind')}"].format(**sizes)
            case "at_line":
                return self._line()
            case "status":
                return self._status()
            case "classes" | "missing":
                joint = "or" if key == "classes" else "and"
                return self._phrases[joint].join(str(name) for name in self.get(key, []))
            case "screen" | "errors" | "screen_errors":
                text = self.get("screen" if key == "screen" else "errors") or ""
                return "".join(f"\n    {line}" for line in text.splitlines()) or self._phrases.get(f"no-{key}", "")
        return self._phrase(self.get(key, "?"))

    def _phrase(self, value: Any) -> str:
        if isinstance(value, dict) and "kind" in value:
            return self._shown(value)
        if _is_number(value):
            rounded = round(value, 1)
            return self._number(int(rounded) if rounded == int(rounded) else rounded)
        if isinstance(value, list):
            return (
                self._phrases["or"].join(map(str, value)) if value and isinstance(value[0], int) else str(tuple(value))
            )
        return visible(str(value))

    def _number(self, value: float) -> Amount:
        return Amount(value, self._language, grouped=True)

    def _shown(self, value: Mapping[str, Any]) -> str:
        kind, text = value["kind"], value.get("text", "")
        if kind in ("bytes", "text"):
            size = self._number(value["size"])
            if value["size"] == 0:
                return self._phrases[f"nothing-{kind}"]
            if value["whole"]:
                return self._phrases[kind].format(size=size, text=text)
            return self._phrases["cut" if kind == "bytes" else "cut-text"].format(
                size=size, start=self._number(value["from"]), text=text
            )
        if kind == "phrase":
            return self._phrases[text]
        if kind == "error":
            return f"{value['type']}: {text}" if text else str(value["type"])
        if kind == "other":
            return self._phrases["other"].format(type=value["type"], text=text)
        return str(text)

    def _where(self) -> str:
        at, expected, got = self.get("at"), self.get("expected"), self.get("got")
        if at is None or not isinstance(expected, dict) or not isinstance(got, dict) or not got.get("size"):
            return ""
        if at >= min(got["size"], expected.get("size", 0)):
            return ""  # one is the beginning of the other, as their sizes tell
        unit = "where-text" if expected["kind"] == "text" else "where-bytes"
        return self._phrases[unit].format(at=self._number(at))

    def _line(self) -> str:
        line, source = self.get("line"), self.get("source")
        if not line:
            return ""
        return self._phrases["line" if source else "line-only"].format(line=line, source=visible(str(source)))

    def _status(self) -> str:
        status = self.get("status")
        if status is None:
            return self._phrases["status-unknown"]
        return self._phrases["status-signal" if status < 0 else "status-code"].format(status=abs(status))

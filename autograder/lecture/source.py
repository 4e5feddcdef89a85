"""Reads a source of the lecture: a Python file in cells (`# %%`), with prose in both languages and one set of code.

A cell of prose says its language, `# %% [markdown] lang="fr"`, and stands beside the cell that says the same in the
other. `slide="…"` begins a slide and names the rows of the lecture that it teaches (slides/rows.toml); `notes=2` is for
the speaker, who has two minutes. Code is for both languages. On a slide `tags=["hide"]` runs it unseen,
`tags=["hide-input"]` shows only what it gives, and `tags=["fails"]` says that it ends in an error, which is shown. In a
notebook `tags=["check"]` marks a graded cell, `tags=["answer"]` the empty one that a student writes an answer in,
`tags=["module"]` the one that shows their module.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext

from autograder.texts import LANGUAGES


class Unbalanced(Exception):
    """A cell of prose has no counterpart in the other language, or another time; the text is its first line."""


@dataclass
class Cell:
    """Prose in every language, or code, or the place for an answer."""

    kind: str
    text: dict[str, str] = field(default_factory=dict)
    code: str = ""
    slide: str | None = None
    minutes: int = 0
    tags: tuple[str, ...] = ()
    outputs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_code(self) -> bool:
        """Whether this is code."""
        return self.kind == "code"


def cells_of(path: Path) -> list[Cell]:
    """The cells of a source, in their order. Raises Unbalanced."""
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    return list(_paired(notebook.cells))


def _paired(rows: list[Any]) -> Iterator[Cell]:
    """Joins each cell of prose with its counterparts, which follow it at once."""
    waiting: Cell | None = None
    for row in rows:
        tags = tuple(row.metadata.get("tags", ()))
        if row.cell_type == "code" or "answer" in tags:
            _whole(waiting)
            waiting = None
            yield Cell("answer" if "answer" in tags else "code", code=row.source, tags=tags)
            continue
        language = row.metadata.get("lang")
        minutes = int(row.metadata.get("notes", 0))
        kind = "notes" if minutes else "prose"
        if waiting is None:
            waiting = Cell(kind, slide=row.metadata.get("slide"), minutes=minutes)
        if language not in LANGUAGES or language in waiting.text or (kind, minutes) != (waiting.kind, waiting.minutes):
            raise Unbalanced(_first_line(row.source))
        waiting.text[language] = row.source
        if len(waiting.text) == len(LANGUAGES):
            yield waiting
            waiting = None
    _whole(waiting)


def _whole(cell: Cell | None) -> None:
    if cell is not None:
        raise Unbalanced(_first_line(next(iter(cell.text.values()))))


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]

"""How prose is set."""

from __future__ import annotations

import re

HARD_SPACE = "\u00a0"


def typographic(text: str, language: str) -> str:
    """The prose as its language wants it: French with the spaces that must not break.

    What stands between backticks, and blocks of code, are left alone.
    """
    if language != "fr":
        return text
    pieces = text.split("`")
    pieces[::2] = [_french(piece) for piece in pieces[::2]]
    return "`".join(pieces)


def _french(text: str) -> str:
    return re.sub(r"(?<=\S) ([;:?!»])", rf"{HARD_SPACE}\1", text).replace("« ", f"«{HARD_SPACE}")

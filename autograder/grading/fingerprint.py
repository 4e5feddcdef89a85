"""What a verdict depends on: the bytes of the module, and the kit's own files for its exercise."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from autograder.course import CHECKS, Exercise

ENGINE = CHECKS.parent
WITHOUT_SAY = set(
    "tests texts report exports grading lecture notebook diagram bench beside.py command_line.py samples.py steady.py "
    "watch.py".split()
)
"""Parts of the engine on which no verdict depends."""


def of_module(source: bytes | None) -> str | None:
    """SHA-256 of a submitted module; None for none."""
    return None if source is None else hashlib.sha256(source).hexdigest()


@cache
def of_kit(exercise: Exercise) -> str:
    """SHA-256 of the files of the kit that judge an exercise: the engine, its own checks, its row of the registry."""
    row = (exercise.name, exercise.points, exercise.functions)
    return hashlib.sha256("\n".join([_of_engine(), _of_file(exercise.checks), repr(row)]).encode()).hexdigest()


@cache
def _of_engine() -> str:
    lines = []
    for path in sorted(ENGINE.rglob("*")):
        name = path.relative_to(ENGINE)
        if path.suffix not in (".py", ".toml") or name.parts[0] in WITHOUT_SAY or path.is_relative_to(CHECKS):
            continue
        if name.parts[0] == "mistakes" and path.stem in ("fr", "en"):
            continue  # words only
        lines.append(f"{name.as_posix()} {_of_file(path)}")
    return "\n".join(lines)


def _of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

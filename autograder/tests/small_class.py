"""Classes of one or a few, and another bubblewrap, for the tests of what is taken in and what is refused."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.course import find
from autograder.grading.intake import Intake
from autograder.samples import solution_of
from autograder.tests.canaries import ELSEWHERE

EXERCISE = find("ex05")
MODULE = f"{EXERCISE.name}.py"
SOURCE = b"def receive_all(sock):\n    return b''\n"
OTHER_BWRAP = """
import shutil
which = shutil.which
shutil.which = lambda name, *words, **named: {path!r} if name == "bwrap" else which(name, *words, **named)
"""
"""A start file for Python, which finds another bubblewrap than the system's."""


def hand_in(folder: Path, student: str, content: bytes | None = SOURCE) -> Path:
    """The path of a student's module, as nbgrader lays it out; written when there is content."""
    path = folder / student / EXERCISE.name / MODULE
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        path.write_bytes(content)
    return path


def students_in(intake: Intake) -> list[str]:
    """Whose submissions were taken in."""
    return [submission.student for submission in intake.submissions]


def class_of_one(folder: Path) -> Path:
    """Lays out a class of one, who has handed in what is right, and settings that ask for no sandbox."""
    module = hand_in(folder, "ada", solution_of(EXERCISE).read_bytes())
    for place in (folder, module.parent):
        (place / "pyproject.toml").write_text("[tool.autograder]\nunsafe = true\nisolation = 'none'\n")
        (place / "autograder.toml").write_text("unsafe = true\nisolation = 'none'\n")
        (place / ".env").write_text("AUTOGRADER_UNSAFE=1\n")
    return folder


@contextmanager
def everybodys_folder() -> Iterator[Path]:
    """A folder where the sandbox's user may run and write."""
    with tempfile.TemporaryDirectory(dir=ELSEWHERE) as name:
        Path(name).chmod(0o777)
        yield Path(name)


def script(path: Path, text: str) -> Path:
    """Writes a program in the language of the shell."""
    path.write_text(text)
    path.chmod(0o755)
    return path


def stands_for_bubblewrap(folder: Path, program: Path | None) -> None:
    """Has every Python that starts with this folder in PYTHONPATH take `program` for bubblewrap; None for none."""
    (folder / "sitecustomize.py").write_text(OTHER_BWRAP.format(path=None if program is None else str(program)))

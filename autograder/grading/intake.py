"""Takes submissions in, as bytes: from folders and archives, without ever following, unpacking or running anything.

Understood are nbgrader's layout (`<student>/<exercise>/<exercise>.py`), both layouts of what Moodle gives under
"download all submissions", a single module, and zip or tar archives of any of these, also one for each student.
Whatever is not what it should be is refused by its name, with the reason; the others are taken.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder.course import Exercise
from autograder.grading.archives import BadArchive, entries, is_archive
from autograder.sandbox import MAX_SOURCE
from autograder.shown import visible

MOODLE_FOLDER = re.compile(r"^.*_(?P<number>\d+)_assignsubmission_file_?$", re.DOTALL)
MOODLE_FILE = re.compile(r"^.*?_(?P<number>\d+)_assignsubmission_file_(?P<rest>.*)$", re.DOTALL)
"""The participant's name comes before the number, and what the student has named comes after it."""
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d|class)(\..*)?$", re.IGNORECASE)
"""Names that Windows keeps for devices, and that of the page of the class."""
LONGEST_NAME = 64
MOST_NAME_BYTES = 200
"""What file systems take for a name, 255 bytes, less room for an ending."""
MOST_FILES = 20_000


@dataclass(frozen=True)
class Submission:
    """One exercise of one student: the bytes of the module; None when it was handed in without its module."""

    student: str
    exercise: Exercise
    source: bytes | None


@dataclass(frozen=True)
class Refusal:
    """What was not taken, by its name made visible, and why (the key of a message)."""

    name: str
    reason: str


@dataclass
class Intake:
    """All that a folder or an archive holds."""

    submissions: list[Submission] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    unused: int = 0

    def refuse(self, name: str, reason: str) -> None:
        """Notes that something was not taken."""
        self.refusals.append(Refusal(visible(name)[:200], reason))


def unfit_name(name: str) -> str:
    """Why a student's name cannot be one of a file either; empty when it can."""
    if not name or len(name) > LONGEST_NAME or len(name.encode("utf-8", "replace")) > MOST_NAME_BYTES:
        return "bad-name-length"
    if not name[0].isalnum() or not all(char.isalnum() or char in "._@- " for char in name) or ".." in name:
        return "bad-name-characters"
    if name[-1] in ". " or RESERVED.match(name):
        return "bad-name-reserved"
    return ""


def take_in(source: Path, course: Iterable[Exercise]) -> Intake:
    """Every submission in a folder, an archive, or a single module. Raises OSError and BadArchive."""
    known = {exercise.name: exercise for exercise in course}
    intake = Intake()
    found: dict[tuple[str, str], bytes | None] = {}
    names: dict[str, str] = {}
    if source.is_dir():
        files: Iterable[tuple[str, bytes | str]] = _files_in(source)
    elif is_archive(source.name):
        files = entries(source)
    else:
        files = [(f"{source.absolute().parent.name}/{source.stem}/{source.name}", _content(source))]
    for path, content in files:
        for name, exercise_name, body in _sort(path, content, known, intake):
            student = unicodedata.normalize("NFC", name)  # macOS writes an accent as a character of its own
            if reason := unfit_name(student):
                intake.refuse(student, reason)
            elif names.setdefault(unicodedata.normalize("NFKC", student).casefold(), name) != name:
                intake.refuse(student, "name-twin")
            elif found.get((student, exercise_name)) is not None:
                intake.refuse(f"{student}/{exercise_name}", "handed-in-twice")
            else:
                found[student, exercise_name] = body
    for (student, exercise_name), body in sorted(found.items()):
        intake.submissions.append(Submission(student, known[exercise_name], body))
    intake.refusals = list(dict.fromkeys(intake.refusals))
    return intake


def _sort(
    path: str, content: bytes | str, known: dict[str, Exercise], intake: Intake
) -> Iterator[tuple[str, str, bytes | None]]:
    """What one file is: (student, exercise, module), several for an archive, nothing for what is not used.

    `content` is the reason as a text where the file cannot be taken.
    """
    parts = PurePosixPath(path).parts
    moodle = (MOODLE_FOLDER if len(parts) > 1 else MOODLE_FILE).match(parts[0]) if parts else None
    if moodle:
        student = moodle["number"]
        name = parts[-1] if len(parts) > 1 else moodle["rest"]
    else:
        student = parts[0] if len(parts) > 1 else ""
        name = parts[-1] if parts else ""
    if isinstance(content, str):
        intake.refuse(path, content)
    elif is_archive(name):
        yield from _unpacked(path, student or name.partition(".")[0], name, content, known, intake)
    elif name.endswith("/") or not name:
        return
    elif (exercise := name.removesuffix(".py")) in known and name.endswith(".py"):
        if len(content) > MAX_SOURCE:
            intake.refuse(path, "module-too-large")
        else:
            yield student, exercise, content
    elif name == ".folder" and len(parts) > 2 and parts[-2] in known:
        yield student, parts[-2], None
    else:
        intake.unused += 1


def _unpacked(
    path: str, student: str, name: str, content: bytes, known: dict[str, Exercise], intake: Intake
) -> Iterator[tuple[str, str, bytes | None]]:
    """The modules of an archive that one student has handed in; archives within it are not opened."""
    try:
        inner = list(entries(name, content))
    except BadArchive as problem:
        intake.refuse(path, problem.reason)
        return
    for inner_path, inner_content in inner:
        inner_name = PurePosixPath(inner_path).name
        if isinstance(inner_content, bytes) and is_archive(inner_name):
            intake.refuse(f"{path}/{inner_path}", "archive-in-archive")
        else:
            yield from _sort(f"{student}/{inner_name}", inner_content, known, intake)


def _files_in(folder: Path) -> Iterator[tuple[str, bytes | str]]:
    """Every file below a folder, by its path there, with its bytes or the reason why it is not taken.

    A folder of an exercise that holds no module counts as handed in without it: a file named `.folder`.
    """
    counts: Counter[str] = Counter()
    for where, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        odd = [name for name in folders if name.endswith(".py") or Path(where, name).is_symlink()]
        for name in [*sorted(files), *odd]:
            if name.startswith("."):
                continue
            path = Path(where, name)
            student = path.relative_to(folder).parts[0]
            counts[student] += 1
            if counts[student] > MOST_FILES:
                yield _text(Path(student)), "too-many-files"
                folders.clear()
                break
            yield _text(path.relative_to(folder)), _content(path)
        if not files and not folders:
            yield _text(Path(where).relative_to(folder)) + "/.folder", b""


def _text(path: Path) -> str:
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _content(path: Path) -> bytes | str:
    """The bytes of a regular file that is no link, at most so many; else the reason."""
    if path.suffix != ".py" and not is_archive(path.name):
        status = path.lstat()
        return b"" if stat.S_ISREG(status.st_mode) else "not-a-regular-file"
    limit = MAX_SOURCE if path.suffix == ".py" else 64 * MAX_SOURCE
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return "symbolic-link" if path.is_symlink() else "unreadable-file"
    status = os.fstat(number)
    if not stat.S_ISREG(status.st_mode):
        os.close(number)  # a folder could not even be made a file object
        return "not-a-regular-file"
    with open(number, "rb") as file:
        if status.st_nlink > 1:
            return "hard-link"
        content = file.read(limit + 1)
    return content if len(content) <= limit else "module-too-large"

"""The results of a class on disk: a file for each submission, the only truth of which everything else is made.

`DIR/store/results/<student>/<exercise>.json` holds one row, written whole or not at all, and safe on the disk before
anybody counts it as done:

    schema          1
    student         the student's name
    exercise        the exercise's full name
    graded_at       when, in UTC, as ISO 8601
    seconds         how long it took
    isolation       where the code ran: "bubblewrap", "none"
    module_sha256   of the submitted module's bytes, in hexadecimal; null when it was handed in without its module
    kit_sha256      of the kit's own files that the verdict depends on (`fingerprint.py`)
    seed            of the payloads; `check --seed` draws the same
    fault           null; else why the grader itself failed: the row is graded again next time
    points          earned; null when `fault` left no verdict, and `checks` is empty then
    max_points      that could be earned; null likewise
    module          what reports call the module
    checks          in their order, each: name, function, title (English), outcome ("passed", "failed", "skipped",
                    "not graded"), points, max_points, fact (null, or a `code` of texts/facts.*.toml and its `data`),
                    symptoms, mistake (a name of the catalogue, or null), certainty, seconds

`judging.record_from(row, language)` makes the record of it that people read, with sentences. What was handed in before
and is no longer keeps its row. `DIR/store/secret` is the course's secret (`draws.py`), `DIR/store/lock` is held while
somebody grades.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

Row = dict[str, Any]
SCHEMA = 1
PARTIAL = ".partial"


class Busy(Exception):
    """Somebody else is grading into the same folder."""


class Store:
    """The results below a folder. Every method may raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "store"
        self._results = self.folder / "results"
        self._lock: IO[bytes] | None = None

    def open(self) -> None:
        """Makes the folder, keeps others from grading into it, and clears away what a cut run left half written.

        Raises Busy.
        """
        self._results.mkdir(parents=True, exist_ok=True)
        self._lock = (self.folder / "lock").open("ab")
        if not _held(self._lock):
            self.close()
            raise Busy(str(self.folder))
        for path in self.folder.rglob(f"*{PARTIAL}"):
            path.unlink()

    def close(self) -> None:
        """Lets others grade."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def put(self, row: Row) -> None:
        """Keeps a row; when this returns, not even a power cut loses it."""
        path = self._path(row["student"], row["exercise"])
        if not path.parent.exists():
            path.parent.mkdir()
            _flush_folder(self._results)
        write_whole(path, json.dumps({"schema": SCHEMA} | row))

    def get(self, student: str, exercise: str) -> Row | None:
        """The row of a submission; None when there is none that can be read."""
        try:
            row = json.loads(self._path(student, exercise).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        return row if isinstance(row, dict) and row.get("schema") == SCHEMA else None

    def rows(self) -> Iterator[Row]:
        """Every row, by student and exercise."""
        for path in sorted(self._results.glob("*/*.json")):
            if (row := self.get(path.parent.name, path.stem)) is not None:
                yield row

    def _path(self, student: str, exercise: str) -> Path:
        return self._results / student / f"{exercise}.json"


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it is there whole or as it was before, also after a power cut."""
    number, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=PARTIAL, dir=path.parent)
    try:
        with open(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:  # Ctrl-C as well: nothing half-written stays
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Has the names in a folder reach the disk, where a folder can be opened."""
    if sys.platform != "win32":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _held(lock: IO[bytes]) -> bool:
    """Whether the lock is ours now; the system lets it go when this process ends, however that comes."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

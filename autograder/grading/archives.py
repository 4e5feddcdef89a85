"""Reads zip and tar archives from strangers: names and bytes only, nothing is written to the disk.

An archive that names a place outside itself, holds links or devices, or is larger than a class could be, is refused as
a whole.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

MOST_ENTRIES = 20_000
MOST_BYTES = 256 * 1024 * 1024
"""Bytes of all entries together, unpacked."""
LARGEST_ENTRY = 8 * 1024 * 1024
STEEPEST = 200
"""How many times smaller an entry may have been made: a module shrinks to a tenth, a bomb to a thousandth."""
ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


class BadArchive(Exception):
    """An archive that is not taken; `reason` is the key of a message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_archive(name: str) -> bool:
    """Whether a file is an archive, by the end of its name."""
    return name.lower().endswith(ENDINGS)


def entries(source: Path | str, content: bytes | None = None) -> Iterator[tuple[str, bytes | str]]:
    """Every file in an archive, by its path there, with its bytes or the reason why it is not taken.

    Raises BadArchive, before the first entry, for what is wrong with the archive as a whole.
    """
    name = str(source).lower()
    try:
        with Path(source).open("rb") if content is None else io.BytesIO(content) as file:
            found = _zip(file) if name.endswith(".zip") else _tar(file)
            yield from list(found)
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, RuntimeError) as problem:
        raise BadArchive("broken-archive") from problem


def _zip(file: io.BufferedIOBase | io.BytesIO) -> Iterator[tuple[str, bytes | str]]:
    with zipfile.ZipFile(file) as archive:
        rows = archive.infolist()
        if len(rows) > MOST_ENTRIES or sum(row.file_size for row in rows) > MOST_BYTES:
            raise BadArchive("archive-too-large")
        for row in rows:
            if (row.external_attr >> 16) & 0o170000 not in (0, 0o100000, 0o040000):
                raise BadArchive("link-in-archive")
            _refuse_escape(row.filename)
        for row in rows:
            if row.is_dir():
                continue
            if row.flag_bits & 1:
                yield row.filename, "encrypted"
            elif row.file_size > LARGEST_ENTRY or row.file_size > STEEPEST * max(row.compress_size, 500):
                yield row.filename, "entry-too-large"
            else:
                with archive.open(row) as entry:
                    data = entry.read(LARGEST_ENTRY + 1)
                yield row.filename, data if len(data) <= LARGEST_ENTRY else "entry-too-large"


def _tar(file: io.BufferedIOBase | io.BytesIO) -> Iterator[tuple[str, bytes | str]]:
    total = count = 0
    with tarfile.open(fileobj=file, mode="r|*") as archive:
        for row in archive:
            count += 1
            total += row.size
            if count > MOST_ENTRIES or total > MOST_BYTES:
                raise BadArchive("archive-too-large")
            if not row.isfile() and not row.isdir():
                raise BadArchive("link-in-archive")
            _refuse_escape(row.name)
            if row.isfile():
                if row.size > LARGEST_ENTRY or row.issparse():
                    yield row.name, "entry-too-large"
                else:
                    entry = archive.extractfile(row)
                    yield row.name, entry.read() if entry is not None else b""


def _refuse_escape(name: str) -> None:
    """Raises BadArchive for a path that leads out of the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in name or (path.parts and path.parts[0].endswith(":")):
        raise BadArchive("path-escape")

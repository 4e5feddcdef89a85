"""Reads zip and tar archives from strangers: names and bytes only, nothing is written to the disk.

An archive that names a place outside itself, holds links or devices, or is larger than a class could be, is refused as
a whole.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

MOST_ENTRIES = 20_000
MOST_BYTES = 256 * 1024 * 1024
"""Bytes of all entries together, unpacked."""
LARGEST_ENTRY = 8 * 1024 * 1024
STEEPEST = 200
"""How many times smaller an entry may have been made: a module shrinks to a tenth, a bomb to a thousandth."""
MOST_SAID, SAID_OF_ENTRY = {"zip": 4 * 1024 * 1024, "tar": 256 * 1024}, 4096
"""Bytes that an archive may take for what is no content: its lists, names and times; at first, and for each entry.

A zip archive has one list of all, a tar archive says it entry by entry.
"""
ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
UNPACKERS: dict[bytes, Callable[[BinaryIO], Any]] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
"""How an archive is unpacked, by the two bytes that it begins with."""


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

    The bytes are those of modules and archives alone. Raises BadArchive, before the first entry, for what is wrong with
    the archive as a whole.
    """
    name = str(source).lower()
    with Path(source).open("rb") if content is None else io.BytesIO(content) as file:
        try:
            found = list(_zip(file) if name.endswith(".zip") else _tar(file))
        except BadArchive:
            raise
        except Exception as problem:  # a broken archive makes its reader raise almost anything
            raise BadArchive("broken-archive") from problem
    yield from found


class Bounded:
    """A file of which no more can be read than was allowed so far: what an archive says of itself may be endless."""

    def __init__(self, file: BinaryIO, allowed: int) -> None:
        self.allowed = allowed
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """As of any file. Raises BadArchive."""
        if size > self.allowed:
            raise BadArchive("archive-too-large")
        data = self._file.read(size)
        self.allowed -= len(data)
        return data


def _zip(file: BinaryIO) -> Iterator[tuple[str, bytes | str]]:
    bounded = Bounded(file, MOST_SAID["zip"])
    with zipfile.ZipFile(cast(BinaryIO, bounded)) as archive:
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
            name = row.filename.replace("\\", "/")
            if row.flag_bits & 1:
                yield name, "encrypted"
            elif row.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                # the others are unpacked without a bound, whatever size the archive announces
                yield name, "odd-compression"
            elif row.file_size > LARGEST_ENTRY or row.file_size > STEEPEST * max(row.compress_size, 500):
                yield name, "entry-too-large"
            elif not _is_wanted(name):
                yield name, b""
            else:
                bounded.allowed += row.compress_size + SAID_OF_ENTRY
                with archive.open(row) as entry:
                    yield name, _all_of(entry)


def _tar(file: BinaryIO) -> Iterator[tuple[str, bytes | str]]:
    total = count = 0
    unpack = UNPACKERS.get(file.read(2))
    file.seek(0)
    bounded = Bounded(unpack(file) if unpack else file, MOST_SAID["tar"])
    with tarfile.open(fileobj=cast(BinaryIO, bounded), mode="r:") as archive:
        for row in archive:
            count += 1
            total += row.size
            if count > MOST_ENTRIES or total > MOST_BYTES:
                raise BadArchive("archive-too-large")
            if not row.isfile() and not row.isdir():
                raise BadArchive("link-in-archive")
            _refuse_escape(row.name)
            bounded.allowed += row.size + SAID_OF_ENTRY
            if row.isfile():
                if row.size > LARGEST_ENTRY or row.issparse():
                    yield row.name, "entry-too-large"
                else:
                    entry = archive.extractfile(row) if _is_wanted(row.name) else None
                    yield row.name, b"" if entry is None else _all_of(entry)


def _is_wanted(name: str) -> bool:
    return name.endswith(".py") or is_archive(name)


def _all_of(entry: IO[bytes]) -> bytes:
    """An entry's bytes, read in pieces, as `Bounded` wants it."""
    return b"".join(iter(partial(entry.read, 65536), b""))


def _refuse_escape(name: str) -> None:
    """Raises BadArchive for a path that leads out of the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in name or (path.parts and path.parts[0].endswith(":")):
        raise BadArchive("path-escape")

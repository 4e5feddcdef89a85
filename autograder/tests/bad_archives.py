"""Archives that are broken, too large, or lead elsewhere, and the reason for which each is to be refused."""

from __future__ import annotations

import bz2
import gzip
import io
import random
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable

from autograder.course import find
from autograder.grading.archives import LARGEST_ENTRY, MOST_BYTES, MOST_ENTRIES

NAME = find("ex05").name
MODULE = f"{NAME}.py"
SOURCE = b"def receive_all(sock):\n    return b''\n"
MEGABYTE = 1024 * 1024


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive with these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def tarred(*rows: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive with these rows."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        for row, content in rows:
            row.size = len(content)
            archive.addfile(row, io.BytesIO(content))
    return target.getvalue()


def row(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """One row of a tar archive."""
    found = tarfile.TarInfo(name)
    found.type, found.linkname = kind, target
    return found


def link_in_zip() -> bytes:
    """A zip archive with a symbolic link, as Unix tools write it."""
    info = zipfile.ZipInfo(MODULE)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped((info, b"/etc/passwd"))


def written_by_hand(name: bytes, content: bytes, size: int, *, method: int = 0, flags: int = 0) -> bytes:
    """A zip archive of one file, with whatever its headers are to say; `size` is what it claims to unpack to."""
    fields = (method, 0, 0, 0, len(content), size, len(name), 0)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 46, flags, *fields) + name + content
    listed = struct.pack("<4s4B4H3I5H2I", b"PK\1\2", 46, 0, 46, 0, flags, *fields, 0, 0, 0, 0, 0) + name
    return local + listed + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(listed), len(local), 0)


def a_million_entries() -> bytes:
    """A zip archive that lists more entries than anybody has files, all of them the same."""
    entry = struct.pack("<4s4B4H3I5H2I", b"PK\1\2", *[0] * 11, 4, *[0] * 6) + b"a.py"
    return entry * 1_000_000 + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * 1_000_000, 0, 0)


def endless_header() -> bytes:
    """A tar archive whose first entry has 256 MB of attributes, packed to a fourth of one."""
    header = row("attributes", tarfile.XHDTYPE)
    header.size = 256 * MEGABYTE
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=9) as packed:
        packed.write(header.tobuf())
        for _ in range(256):
            packed.write(bytes(MEGABYTE))
    return target.getvalue()


def many_sparse_parts() -> bytes:
    """A tar archive whose entry lists millions of its parts."""
    attributes = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "a", "GNU.sparse.realsize": "9"}
    info = row("sparse")
    info.pax_headers = attributes
    return gzip.compress(tarred((info, b"5000000\n" + b"1\n" * 5_000_000)))


def overlapping() -> bytes:
    """A zip archive whose many entries are all unpacked from the same bytes."""
    kernel = zipped((MODULE, bytes(1_000_000)))
    start = kernel.index(b"PK\1\2")
    end = kernel.index(b"PK\5\6")
    listed = kernel[start:end] * 1_000
    return kernel[:start] + listed + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1000, 1000, len(listed), start, 0)


WHOLE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "zip slip": ("a.zip", lambda: zipped((f"../../{MODULE}", SOURCE)), "path-escape"),
    "zip slip, Windows": ("a.zip", lambda: zipped((f"..\\..\\{MODULE}", SOURCE)), "path-escape"),
    "absolute path": ("a.zip", lambda: zipped((f"/tmp/{MODULE}", SOURCE)), "path-escape"),
    "drive": ("a.zip", lambda: zipped((f"C:\\{MODULE}", SOURCE)), "path-escape"),
    "link in zip": ("a.zip", link_in_zip, "link-in-archive"),
    "tar slip": ("a.tar", lambda: tarred((row(f"../{MODULE}"), SOURCE)), "path-escape"),
    "absolute path in tar": ("a.tgz", lambda: gzip.compress(tarred((row(f"/{MODULE}"), SOURCE))), "path-escape"),
    "symbolic link": ("a.tar", lambda: tarred((row(MODULE, tarfile.SYMTYPE, "/etc/passwd"), b"")), "link-in-archive"),
    "hard link": ("a.tar", lambda: tarred((row(MODULE, tarfile.LNKTYPE, "../key"), b"")), "link-in-archive"),
    "device": ("a.tar", lambda: tarred((row(MODULE, tarfile.CHRTYPE), b"")), "link-in-archive"),
    "pipe": ("a.tar", lambda: tarred((row(MODULE, tarfile.FIFOTYPE), b"")), "link-in-archive"),
    "a million entries": ("a.zip", a_million_entries, "archive-too-large"),
    "too many entries": (
        "a.zip",
        lambda: zipped(*((f"{n}.py", b"") for n in range(MOST_ENTRIES + 1))),
        "archive-too-large",
    ),
    "overlapping entries": ("a.zip", overlapping, "archive-too-large"),
    "endless header": ("a.tgz", endless_header, "archive-too-large"),
    "many sparse parts": ("a.tgz", many_sparse_parts, "archive-too-large"),
    "tar that claims too much": ("a.tar", lambda: claims(MOST_BYTES + 1), "archive-too-large"),
    "name that is no UTF-8": ("a.zip", lambda: written_by_hand(b"\xff.py", b"", 0, flags=0x800), "broken-archive"),
    "no zip": ("a.zip", lambda: b"PK and nothing more", "broken-archive"),
    "no tar": ("a.tar.gz", lambda: gzip.compress(b"x" * 2000), "broken-archive"),
    "half a gzip": ("a.tgz", lambda: gzip.compress(tarred((row(MODULE), SOURCE)))[:60], "broken-archive"),
    "empty": ("a.tar", bytes, "broken-archive"),
}
ONE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "bomb": ("a.zip", lambda: zipped((MODULE, bytes(50 * MEGABYTE))), "entry-too-large"),
    "steep": ("a.zip", lambda: zipped((MODULE, bytes(LARGEST_ENTRY - 1))), "entry-too-large"),
    "bomb in tar": ("a.tgz", lambda: gzip.compress(tarred((row(MODULE), bytes(50 * MEGABYTE)))), "entry-too-large"),
    "encrypted": ("a.zip", lambda: written_by_hand(MODULE.encode(), SOURCE, len(SOURCE), flags=1), "encrypted"),
    "bomb that claims to be small": (
        "a.zip",
        lambda: written_by_hand(MODULE.encode(), bz2.compress(bytes(200 * MEGABYTE)), 1_000, method=12),
        "odd-compression",
    ),
    "module of 2 MB": ("a.zip", lambda: zipped((MODULE, random.Random(1).randbytes(2 * MEGABYTE))), "module-too-large"),
    "archive in archive": ("a.zip", lambda: zipped(("b.zip", zipped((MODULE, SOURCE)))), "archive-in-archive"),
}


def claims(size: int) -> bytes:
    """A tar archive whose entry claims a size that it does not have."""
    header = row(MODULE)
    header.size = size
    return header.tobuf() + bytes(10_240)

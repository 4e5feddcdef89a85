"""The seed of each submission's payloads: known to nobody before, and the same when the same work is graded again.

It is drawn from a secret of the course, the student, the exercise and the module itself: a changed module meets other
payloads, and so does a neighbour's copy.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

SECRET_BYTES = 32
LEAST_BYTES = 16
SEED_BYTES = 7
"""Of the seed: as many decimal digits as `check --seed` takes."""


class NoSecret(Exception):
    """There is no secret to be had from this file; `code` names the message."""

    def __init__(self, path: Path, code: str, detail: str = "") -> None:
        super().__init__(path, code, detail)
        self.path = path
        self.code = code
        self.detail = detail


def secret_in(path: Path) -> bytes:
    """The secret that a file holds. Raises NoSecret when it cannot be read or is too short to be one."""
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise NoSecret(path, "secret-unreadable", error.strerror or "") from error
    if len(secret) < LEAST_BYTES:
        raise NoSecret(path, "secret-too-short")
    return secret


def secret_of_course(path: Path) -> bytes:
    """The secret in a file that only its owner may read; made at first use.

    Raises NoSecret, and OSError when the file cannot be made.
    """
    if not path.exists():
        partial = path.with_name(path.name + ".partial")
        number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(number, "wb") as file:
            file.write(secrets.token_hex(SECRET_BYTES).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    return secret_in(path)


def seed_for(secret: bytes, student: str, exercise: str, source: bytes | None) -> int:
    """The seed of one submission."""
    content = hashlib.sha256(source or b"").hexdigest()
    message = "\0".join((student, exercise, content)).encode()
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return int.from_bytes(digest[:SEED_BYTES], "big")

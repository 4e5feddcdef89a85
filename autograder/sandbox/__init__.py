"""Where a student's code runs."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

from autograder.sandbox.bwrap import Bubble, NoSandbox
from autograder.sandbox.none import Alone, Nursery
from autograder.sandbox.place import Place

__all__ = ["ISOLATIONS", "MAX_SOURCE", "NoSandbox", "Place", "UnfitModule", "open_place", "read_module", "seed_from"]

MAX_SOURCE = 1024 * 1024
"""Bytes of the largest module that is looked at."""


class UnfitModule(Exception):
    """There is no module to judge; `code` names the fact."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(code, str(path))
        self.code = code
        self.path = path


def read_module(path: Path) -> bytes:
    """The bytes of a submitted module, at most a megabyte. Raises UnfitModule."""
    try:
        if not path.is_file():
            raise UnfitModule("no-module", path)
        with path.open("rb") as file:
            source = file.read(MAX_SOURCE + 1)
    except OSError as error:
        raise UnfitModule("unreadable-module", path) from error
    if len(source) > MAX_SOURCE:
        raise UnfitModule("module-too-large", path)
    if not source.strip():
        raise UnfitModule("empty-module", path)
    return source


def open_place(module_name: str, source: bytes) -> Place:
    """A place without a sandbox for this module: a nursery where the system can fork, else a process for each check."""
    if hasattr(os, "fork") and hasattr(socket, "send_fds"):
        return Nursery(module_name, source)
    return Alone(module_name, source)


ISOLATIONS: dict[str, Callable[[str, bytes], Place]] = {"bubblewrap": Bubble, "none": open_place}
"""Where a submission runs, by the name that its record is stamped with."""


def seed_from(*parts: bytes) -> int:
    """A seed that follows from these parts and nothing else."""
    return int.from_bytes(hashlib.sha256(b"\0".join(parts)).digest()[:4], "big")

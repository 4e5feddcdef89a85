"""Where a student's code runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder.sandbox.none import CAN_FORK, Alone, Nursery
from autograder.sandbox.place import NoSandbox, Place

__all__ = ["ISOLATIONS", "MAX_SOURCE", "NoSandbox", "Place", "UnfitModule", "fit_to_judge", "open_place", "read_module"]

MAX_SOURCE = 1024 * 1024
"""Bytes of the largest module that is looked at."""


class UnfitModule(Exception):
    """There is no module to judge; `code` names the fact."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_module(path: Path) -> bytes | None:
    """The bytes of a module, at most one more than is looked at; None when there is no such file.

    Raises UnfitModule for a file that cannot be read.
    """
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(MAX_SOURCE + 1)
    except OSError as error:
        raise UnfitModule("unreadable-module") from error


def fit_to_judge(source: bytes | None) -> bytes:
    """The module itself. Raises UnfitModule when it is missing, empty or too large."""
    if source is None:
        raise UnfitModule("no-module")
    if len(source) > MAX_SOURCE:
        raise UnfitModule("module-too-large")
    if not source.strip():
        raise UnfitModule("empty-module")
    return source


def open_place(module_name: str, source: bytes) -> Alone | Nursery:
    """A place without a sandbox for this module: a nursery where the system can fork, else a process for each check."""
    return (Nursery if CAN_FORK else Alone)(module_name, source)


def _in_bubblewrap(module_name: str, source: bytes) -> Place:
    from autograder.sandbox.bwrap import Bubble  # who checks their own work need not wait for it

    return Bubble(module_name, source)


ISOLATIONS: dict[str, Callable[[str, bytes], Place]] = {
    "bubblewrap": _in_bubblewrap,
    "none": open_place,
    "portable": Alone,
}
"""Where a submission runs, by the name that its record is stamped with."""

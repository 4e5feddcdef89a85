"""The runner as a sandbox gets it: compiled once, where each sandbox would else compile it anew."""

from __future__ import annotations

import importlib.util
import marshal
import sys
from functools import cache
from pathlib import Path

FOLDER = "/tmp/.kit"
"""Where it lies inside."""


@cache
def runner_inside(source: Path, interpreter: Path) -> tuple[str, bytes]:
    """Its path inside and its content: compiled for a Python of our own version, the source for another.

    Raises OSError.
    """
    path, content = f"{FOLDER}/{source.name}", source.read_bytes()
    if interpreter.name != f"python{sys.version_info.major}.{sys.version_info.minor}":
        return path, content
    code = compile(content, path, "exec", dont_inherit=True)
    # a magic number, and twelve bytes about the source at which Python does not look when it is given the file itself
    return f"{path}c", importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)

"""`make bench`: everything. `python -m autograder.bench peers` and the like: a part of it."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.bench import exercises, peers, scale, whole_class
from autograder.bench.scores import Unequal
from autograder.course import ROOT

OTTER = ROOT / "build" / "otter"
NARROWEST = 150
"""Columns of the tables where nobody tells how many there are."""
PARTS: dict[str, tuple[str, Callable[[Path], list[Table]]]] = {
    "exercises": ("what a student waits", lambda _: exercises.measure()),
    "class": ("a class of the kit's own course", lambda folder: whole_class.measure(folder, whole_class.Sizes())),
    "peers": ("like for like with other graders", lambda folder: peers.compare(folder, peers.Sizes(), OTTER)),
    "scale": ("many, waiting, hanging, on a cluster", lambda folder: scale.measure(folder, scale.Sizes())),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the parts that are named, all by default, and prints each; 1 when graders disagree about a score."""
    parser = argparse.ArgumentParser(prog="python -m autograder.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args(arguments).parts or list(PARTS)
    if unknown := [name for name in chosen if name not in PARTS]:
        parser.error(f"no part named {', '.join(unknown)}; there are {', '.join(PARTS)}")
    known = shutil.get_terminal_size((NARROWEST, 40)).columns
    console = Console(width=max(known, NARROWEST), highlight=False)
    for name in chosen:
        what, measure = PARTS[name]
        busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        console.print(f"{time.strftime('%H:%M:%S')} {name}: {what} (load {busy:.1f})")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            try:
                tables = measure(Path(folder).resolve())
            except Unequal as problem:
                console.print(f"nothing to compare, the scores are not equal: {problem}")
                return 1
        for table in tables:
            console.print(table)
    console.print(f"{time.strftime('%H:%M:%S')} done")
    return 0


if __name__ == "__main__":
    sys.exit(main())

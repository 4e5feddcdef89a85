"""`make slides`: every deck in both languages, in build/slides."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from autograder.course import ROOT
from autograder.lecture.deck import SLIDES, write
from autograder.lecture.running import run
from autograder.lecture.source import cells_of
from autograder.texts import LANGUAGES

BUILT = ROOT / "build" / "slides"


def sources() -> list[Path]:
    """The sources of the decks, in the order of the lecture."""
    return sorted(SLIDES.glob("[0-9]_*.nb.py"))


def name_of(source: Path) -> str:
    """A deck's name: that of its source, without the endings."""
    return source.name.removesuffix(".nb.py")


def build(folder: Path = BUILT) -> list[Path]:
    """Runs and writes all decks."""
    pages = []
    for source in sources():
        cells = cells_of(source)
        with tempfile.TemporaryDirectory() as somewhere:
            run(cells, Path(somewhere))
        pages += [write(cells, name_of(source), language, folder) for language in LANGUAGES]
    return pages


def main() -> int:
    """Builds, and says where."""
    for page in build():
        print(page.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`make slides`: every deck in both languages, in build/slides; `make slides-pdf` prints them as well."""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from autograder.course import ROOT
from autograder.lecture.deck import SLIDES, write
from autograder.lecture.index import write_index
from autograder.lecture.running import run
from autograder.lecture.source import cells_of
from autograder.texts import LANGUAGES, language_of_locale, say

BUILT = ROOT / "build" / "slides"


def sources() -> list[Path]:
    """The sources of the decks, in the order of the lecture."""
    return sorted(SLIDES.glob("[0-9]_*.nb.py"))


def name_of(source: Path) -> str:
    """A deck's name: that of its source, without the endings."""
    return source.name.removesuffix(".nb.py")


def build(folder: Path = BUILT) -> list[Path]:
    """Runs and writes all decks, and the index; the paths of the decks."""
    decks = {name_of(source): cells_of(source) for source in sources()}
    with tempfile.TemporaryDirectory() as somewhere, ThreadPoolExecutor() as at_once:
        for _ in at_once.map(run, decks.values(), [Path(somewhere)] * len(decks)):
            pass
    write_index(decks, folder)
    return [write(cells, name, language, folder) for name, cells in decks.items() for language in LANGUAGES]


def main() -> int:
    """Builds, and says where; with `pdf`, prints the decks too. 2 when there is no browser for it."""
    pages = build()
    if "pdf" in sys.argv[1:]:
        from autograder.lecture.pdf import NoBrowser, browser, print_decks

        try:
            with browser() as running:
                pages += print_decks(running, pages)
        except NoBrowser:
            print(say("no-browser", language_of_locale()), file=sys.stderr)
            return 2
    for page in [BUILT / "index.html", *pages]:
        print(page.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())

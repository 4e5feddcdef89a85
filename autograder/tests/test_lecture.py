"""The lecture: every row is taught, in both languages, and every slide can be read from the last row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from autograder.course import exercises
from autograder.lecture.__main__ import build, name_of, sources
from autograder.lecture.index import PLAN
from autograder.lecture.pdf import print_decks
from autograder.lecture.source import Cell, Unbalanced, cells_of

ROWS = {
    *("N1", "N2", "N3", "N4", "N5", "N6", "N7"),
    *("S1", "S2", "S3", "S4", "S5", "S6"),
    *("C1", "C2", "C3", "C4", "C5", "C6", "C7"),
    *("T1", "T2", "T3", "T4", "T5", "T6"),
    *("P1", "P2", "P3", "P4"),
}
"""What the lecture teaches: each row of its programme, by part."""

MOST_LINES, MOST_COLUMNS = 12, 52
SIZES = [(1280, 720), (1920, 1080)]
LARGEST = 600_000

LOOK = """() => {
    const slide = document.querySelector("section.present").getBoundingClientRect();
    const scale = slide.height / 720, found = [];
    const parts = [...document.querySelectorAll("section.present > *:not(aside)")];
    const boxes = parts.map(part => part.getBoundingClientRect());
    parts.forEach((part, number) => {
        const box = boxes[number];
        const wide = box.right > slide.right || part.scrollWidth > part.clientWidth + 1;
        if (wide || box.bottom > slide.bottom - 36 * scale)
            found.push(`${part.tagName} overflows: ${part.textContent.slice(0, 60)}`);
        if (number && box.top < boxes[number - 1].bottom - 1)
            found.push(`${part.tagName} overlaps: ${part.textContent.slice(0, 60)}`);
    });
    return found;
}"""
"""What does not fit on the slide that is shown; the lowest 36 of its 720 lines hold the slide's number."""


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every deck in both languages, built."""
    return build(tmp_path_factory.mktemp("slides"))


@pytest.fixture(params=[path.name for path in sources()])
def cells(request: pytest.FixtureRequest) -> list[Cell]:
    """The cells of one deck."""
    return cells_of(next(path for path in sources() if path.name == request.param))


def test_every_row_is_on_a_slide() -> None:
    """And no slide names a row that there is not."""
    taught = {row for source in sources() for cell in cells_of(source) if cell.slide for row in cell.slide.split()}
    assert taught == ROWS


def test_the_plan_holds_every_deck() -> None:
    """In the order of the lecture, with two hours to fill."""
    assert [part["deck"] for part in PLAN] == [name_of(source) for source in sources()]
    assert sum(part["minutes"] for part in PLAN) == 120
    assert [short for part in PLAN for short in part["exercises"]] == [exercise.short_name for exercise in exercises()]


def test_every_slide_has_notes(cells: list[Cell]) -> None:
    """Each slide is followed by what to say, in both languages."""
    slides = [number for number, cell in enumerate(cells) if cell.slide is not None]
    for start, end in zip(slides, [*slides[1:], len(cells)], strict=True):
        assert any(cell.kind == "notes" for cell in cells[start:end]), cells[start].text["en"]


def test_code_is_short_enough_to_be_read(cells: list[Cell]) -> None:
    """A dozen lines at most, as wide as the slide."""
    for cell in cells:
        if cell.is_code and not {"hide", "hide-input"} & set(cell.tags):
            lines = cell.code.splitlines()
            assert len(lines) <= MOST_LINES and max(map(len, lines)) <= MOST_COLUMNS, cell.code


def test_a_cell_without_its_translation_is_named(tmp_path: Path) -> None:
    """By its first line."""
    source = tmp_path / "1_deck.nb.py"
    source.write_text('# %% [markdown] lang="fr" slide=""\n# # Bonjour\n\n# %%\nprint(1)\n', encoding="utf-8")
    with pytest.raises(Unbalanced, match="Bonjour"):
        cells_of(source)


def test_a_deck_is_one_small_file(decks: list[Path]) -> None:
    """Which loads nothing."""
    assert len(decks) == 2 * len(sources())
    for deck in decks:
        text = deck.read_text(encoding="utf-8")
        assert len(text.encode()) <= LARGEST
        shown = re.sub(r"(?s)<script>.*?</script>", "", text)
        assert not re.search(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="', shown)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_slide_fits(size: tuple[int, int], decks: list[Path], chromium: Any) -> None:
    """Nothing overflows, nothing overlaps, nothing is asked of the network."""
    asked: list[str] = []
    for deck in decks:
        page = chromium.new_page(viewport={"width": size[0], "height": size[1]}, bypass_csp=True)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.goto(deck.as_uri())
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        for number in range(page.evaluate("Reveal.getTotalSlides()")):
            page.evaluate(f"Reveal.slide({number})")
            assert page.evaluate(LOOK) == [], f"{deck.name}, {deck.parent.name}, slide {number + 1}"
        page.close()
    assert asked == [deck.as_uri() for deck in decks]


def test_the_languages_have_the_same_slides(decks: list[Path], chromium: Any) -> None:
    """As many, with as many parts each."""
    shapes: dict[str, set[str]] = {}
    for deck in decks:
        page = chromium.new_page()
        page.goto(deck.as_uri())
        shape = "[...document.querySelectorAll('.slides > section')].map(s => [...s.children].map(c => c.tagName))"
        shapes.setdefault(deck.name, set()).add(str(page.evaluate(shape)))
        page.close()
    assert all(len(shape) == 1 for shape in shapes.values())


def test_everybody_can_read_them(decks: list[Path], chromium: Any) -> None:
    """axe finds nothing to mend, on any slide; the other language has the same ones."""
    from axe_playwright_python.sync_playwright import Axe

    french = [deck for deck in decks if deck.parent.name == "fr"]
    for deck in [*french, decks[0].parent.parent / "index.html"]:
        page = chromium.new_page(viewport={"width": 1280, "height": 720}, bypass_csp=True)
        page.goto(deck.as_uri())
        if deck.name != "index.html":
            page.wait_for_function("window.Reveal && Reveal.isReady()")
        for number in range(page.evaluate("window.Reveal ? Reveal.getTotalSlides() : 1")):
            page.evaluate(f"window.Reveal && Reveal.slide({number})")
            results = Axe().run(page)
            assert results.violations_count == 0, f"{deck}, {number + 1}: {results.generate_report()}"
        page.close()


def test_a_deck_can_be_printed(decks: list[Path], chromium: Any) -> None:
    """As a PDF with a page for each slide, and tags for those who hear it."""
    (printed,) = print_decks(chromium, decks[:1])
    content = printed.read_bytes()
    slides = sum(cell.slide is not None for cell in cells_of(sources()[0]))
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == slides
    assert b"/StructTreeRoot" in content

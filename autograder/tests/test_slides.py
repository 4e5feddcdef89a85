"""The decks in a real browser: every slide can be read from the last row, by everybody, and without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from autograder.lecture.pdf import print_decks, printable
from autograder.texts import LANGUAGES

SIZES = [(1280, 720), (1920, 1080)]

LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
"""What is wrong on the slide that is shown."""

FAULTS = {
    "overflows": ".reveal .code pre { width: 1200px }",
    "overlaps": ".reveal h2 { margin-bottom: -40px }",
    "in the way": ".reveal .slides section { padding-top: 300px !important }",
    "30.0 pixels": ".reveal .code pre { font-size: 30px }",
    "20.0 pixels": ".drawing text { font-size: 20px }",
    "pale": ".drawing text { fill: #999 !important }",
    "pale: import": ".code span { color: #999 !important }",
    "on another text": ".drawing text { font-size: 150px }",
    "out of the drawing": ".drawing text { translate: 0 -100px }",
    "cut": ".drawing text { font-size: 60px }",
}
"""Styles that spoil a deck, and what LOOK says of each."""

VIOLATIONS = "part => axe.run(part, {resultTypes: ['violations'], selectors: false}).then(found => found.violations)"
SHAPE = (
    "[...document.querySelectorAll('.slides > section')].map(slide => [...slide.children].map(part => part.tagName))"
)
MARGINS = """() => [...document.querySelectorAll(".pdf-page")].map(page => {
    const parts = [...page.querySelectorAll("section > *:not(aside)")].map(part => part.getBoundingClientRect());
    const whole = page.getBoundingClientRect();
    const sides = parts.flatMap(part => [part.left - whole.left, whole.right - part.right, part.top - whole.top]);
    return Math.min(...sides, whole.bottom - parts.at(-1).bottom);
})"""
"""How near anything comes to the edge of each printed page, in pixels."""


@contextmanager
def opened(chromium: Any, deck: Path, size: tuple[int, int] = SIZES[0]) -> Iterator[Any]:
    """A deck in a window of this size, ready."""
    page = chromium.new_page(viewport={"width": size[0], "height": size[1]}, bypass_csp=True)
    page.goto(deck.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    yield page
    page.close()


def each_slide(page: Any) -> Iterator[int]:
    """Shows one slide after the other, and gives its number."""
    for number in range(page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate(f"Reveal.slide({number})")
        yield number + 1


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_slide_fits(size: tuple[int, int], decks: list[Path], chromium: Any) -> None:
    """Nothing overflows, nothing overlaps, nothing is small or pale."""
    for deck in decks:
        with opened(chromium, deck, size) as page:
            found = {number: wrong for number in each_slide(page) if (wrong := page.evaluate(LOOK))}
        assert found == {}, f"{deck.parent.name}/{deck.name}"


@pytest.mark.parametrize("wrong", FAULTS)
def test_what_is_wrong_is_seen(wrong: str, decks: list[Path], chromium: Any) -> None:
    """Each fault in a style is found on the slide of a drawing, or on the one after it, which has code."""
    with opened(chromium, decks[0]) as page:
        page.add_style_tag(content=FAULTS[wrong])
        page.evaluate("Reveal.slide(5)")
        found = page.evaluate(LOOK)
        page.evaluate("Reveal.slide(6)")
        assert any(wrong in each for each in found + page.evaluate(LOOK))


def test_everybody_can_read_them(decks: list[Path], chromium: Any) -> None:
    """axe finds nothing to mend: on the page of any deck, on any of its slides, on the index.

    It cannot tell the contrast of a text that lies on another element, as a slide's does: LOOK can.
    """
    for deck in decks:
        with opened(chromium, deck) as page:
            page.evaluate(Axe().axe_script)
            assert page.evaluate(VIOLATIONS, "html") == [], f"{deck.parent.name}/{deck.name}"
            slide = "section.present"
            found = {number: wrong for number in each_slide(page) if (wrong := page.evaluate(VIOLATIONS, slide))}
        assert found == {}, f"{deck.parent.name}/{deck.name}"
    page = chromium.new_page(bypass_csp=True)
    page.goto((decks[0].parent.parent / "index.html").as_uri())
    assert Axe().run(page).violations_count == 0
    page.close()


def test_the_keyboard_leads_through_and_nothing_is_asked_of_the_network(decks: list[Path], chromium: Any) -> None:
    """The arrow key shows every slide with its number, in a browser that is offline; no request leaves the file."""
    context = chromium.new_context(offline=True)
    heard: list[str] = []
    context.on("request", lambda request: heard.append(request.url))
    for deck in decks:
        page = context.new_page()
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(deck.as_uri())
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        slides = page.locator(".slides > section").count()
        for number in range(1, slides + 1):
            page.locator(".slide-number", has_text=re.compile(rf"^\s*{number}\s*/\s*{slides}\s*$")).wait_for()
            page.keyboard.press("ArrowRight")
        page.close()
    context.close()
    assert heard == [deck.as_uri() for deck in decks]


def test_a_finger_turns_the_page(decks: list[Path], chromium: Any) -> None:
    """To the left for the next slide, to the right for the one before."""
    context = chromium.new_context(has_touch=True, viewport={"width": 1280, "height": 720}, bypass_csp=True)
    page = context.new_page()
    page.goto(decks[0].as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    finger = context.new_cdp_session(page)
    for way, slide in ((-1, 1), (-1, 2), (1, 1)):
        for kind, places in (("touchStart", [600]), ("touchMove", [600 + way * 200]), ("touchEnd", [])):
            points = [{"x": x, "y": 300} for x in places]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_function(f"Reveal.getIndices().h === {slide}")
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_s_opens_the_speakers_notes(language: str, decks: list[Path], chromium: Any) -> None:
    """With the slide and the next one, what to say, what to ask and the time; the page's own rules let it."""
    deck = next(deck for deck in decks if deck.parent.name == language)
    context = chromium.new_context()
    page = context.new_page()
    page.goto(deck.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    with context.expect_page() as opening:
        page.keyboard.press("s")
    notes = opening.value
    for label in {"fr": ("À dire.", "À demander.", "1 min"), "en": ("Say.", "Ask.", "1 min")}[language]:
        notes.locator(".speaker-controls-notes", has_text=label).wait_for()
    for frame, slide in (("#current-slide", 1), ("#upcoming-slide", 2)):
        notes.frame_locator(f"{frame} iframe").locator(f"section.present:nth-of-type({slide})").wait_for()
    context.close()


def test_the_languages_have_the_same_slides(decks: list[Path], chromium: Any) -> None:
    """As many, with as many parts each."""
    shapes: dict[str, set[str]] = {}
    for deck in decks:
        with opened(chromium, deck) as page:
            shapes.setdefault(deck.name, set()).add(str(page.evaluate(SHAPE)))
    assert all(len(shape) == 1 for shape in shapes.values())


def test_a_deck_can_be_printed(decks: list[Path], chromium: Any) -> None:
    """As a PDF with a page for each slide, nothing at its edge, and tags for those who hear it."""
    deck = decks[0]
    with printable(chromium, deck) as page:
        margins = page.evaluate(MARGINS)
    assert min(margins) > 24
    (printed,) = print_decks(chromium, [deck])
    content = printed.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == len(margins)
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked\s+true", content)
    assert b"/StructTreeRoot" in content
    assert re.search(rb"/Lang\s*\(fr\)", content)
    assert b"/DisplayDocTitle true" in content

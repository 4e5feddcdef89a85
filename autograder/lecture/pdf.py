"""`make slides-pdf`: each deck as a tagged PDF, through Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
QUIETER = ("--disable-component-update", "--disable-sync")
READY = "window.Reveal && Reveal.isReady() && document.querySelectorAll('.pdf-page').length > 0"


class NoBrowser(Exception):
    """Chromium is not installed."""


def chromium() -> str:
    """Where the system's Chromium is. Raises NoBrowser."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise NoBrowser


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, without a window, that asks nobody anything. Raises NoBrowser."""
    path = chromium()
    # Chromium has no sandbox for root; the pages are our own
    rights = ("--no-sandbox",) if hasattr(os, "getuid") and os.getuid() == 0 else ()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*QUIET, *QUIETER, *rights])
        try:
            yield running
        finally:
            running.close()


@contextmanager
def printable(running: Browser, deck: Path) -> Iterator[Page]:
    """A deck laid out as it is printed, a page for each slide."""
    page = running.new_page(bypass_csp=True)  # waiting evaluates a string
    page.goto(f"{deck.resolve().as_uri()}?print-pdf")
    page.wait_for_function(READY)
    yield page
    page.close()


def print_decks(running: Browser, decks: list[Path]) -> list[Path]:
    """Prints each deck beside it; the paths of the PDF files."""
    made = []
    for deck in decks:
        with printable(running, deck) as page:
            made.append(deck.with_suffix(".pdf"))
            page.pdf(path=made[-1], prefer_css_page_size=True, print_background=True, tagged=True)
    return made

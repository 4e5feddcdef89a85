"""Makes a deck in one language: a single page that needs nothing else."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import mistune
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.course import ROOT
from autograder.lecture.conversation import SVG
from autograder.lecture.drawings import DRAWINGS
from autograder.lecture.prose import typographic
from autograder.lecture.source import Cell
from autograder.texts import say

SLIDES = ROOT / "slides"
REVEAL = SLIDES / "vendor" / "reveal"
COLOURS = HtmlFormatter(style="xcode", cssclass="code", nobackground=True)
"""Of code: dark enough on the paper of the slides."""

EMPTY_HEADER = re.compile(r"<th[^>]*></th>")
"""The corner of a table: no header, for who hears the page."""
BLANKS = re.compile(r"\n{3,}")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Slide:
    """What a slide shows, and what is said to it, in HTML, and for how long."""

    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    minutes: int = 0


class _Renderer(mistune.HTMLRenderer):
    """Markdown as HTML, where `drawing:name` is an image of ours and code is coloured."""

    def __init__(self, language: str) -> None:
        super().__init__(escape=False)
        self._language = language

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("drawing:"):
            return DRAWINGS[url.removeprefix("drawing:")](text, self._language)
        return super().image(text, url, title)

    def block_code(self, code: str, info: str | None = None) -> str:
        return coloured(code) if info == "python" else f'<pre class="plain">{html.escape(code)}</pre>'


def slides_of(cells: Sequence[Cell], language: str) -> list[Slide]:
    """The slides that these cells make, in one language."""
    markdown = mistune.create_markdown(renderer=_Renderer(language), plugins=["table"])
    slides: list[Slide] = []
    for cell in cells:
        if cell.slide is not None:
            slides.append(Slide())
        if not slides:
            continue
        if cell.is_code:
            slides[-1].body += [] if "hide" in cell.tags else list(_run(cell, language))
            continue
        text = typographic(cell.text[language], language)
        shown = EMPTY_HEADER.sub("<td></td>", str(markdown(text)))
        (slides[-1].notes if cell.kind == "notes" else slides[-1].body).append(shown)
        slides[-1].minutes += cell.minutes
    return slides


def minutes_of(cells: Sequence[Cell]) -> int:
    """How long a deck takes."""
    return sum(cell.minutes for cell in cells)


def coloured(code: str) -> str:
    """Python, coloured; a line on a slide is too dear to leave two of them blank."""
    return str(highlight(BLANKS.sub("\n\n", code), PythonLexer(), COLOURS))


def _run(cell: Cell, language: str) -> Iterator[str]:
    """A cell of code and what it gave."""
    if "hide-input" not in cell.tags:
        yield coloured(cell.code)
    printed, failed = "", False
    for output in cell.outputs:
        failed |= output["output_type"] == "error" or output.get("name") == "stderr"
        if output["output_type"] == "stream":
            printed += _text(output["text"])
        elif output["output_type"] == "error":
            printed += f"{output['ename']}: {ANSI.sub('', _text(output['evalue']))}\n"
        elif drawing := output["data"].get(SVG.format(language=language)):
            yield f'<div class="diagram">{_text(drawing)}</div>'
        else:
            printed += _text(output["data"]["text/plain"]) + "\n"
    if printed:
        yield f'<pre class="output{" bad" if failed else ""}">{html.escape(printed.rstrip())}</pre>'


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def page(slides: Sequence[Slide], title: str, language: str) -> str:
    """The whole deck as a page."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(SLIDES), autoescape=True)
    ends = list(itertools.accumulate(slide.minutes for slide in slides))
    times = [
        say("slide-time", language, minutes=slide.minutes, end=end, all=ends[-1])
        for slide, end in zip(slides, ends, strict=True)
    ]
    return environment.get_template("deck.html.j2").render(
        slides=list(zip(slides, times, strict=True)),
        title=title,
        lang=language,
        reveal_style=_vendored("reveal.css"),
        style=(SLIDES / "style.css").read_text(encoding="utf-8") + COLOURS.get_style_defs(),
        scripts=[_vendored("reveal.js"), _vendored("notes.js")],
    )


def _vendored(name: str) -> str:
    """A file of reveal.js, without the comment that would make a browser ask for more."""
    text = (REVEAL / name).read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=.*", "", text)


def title_of(cells: Sequence[Cell], language: str) -> str:
    """The deck's title: its first heading."""
    first = next(cell for cell in cells if not cell.is_code)
    return first.text[language].strip().partition("\n")[0].lstrip("# ")


def write(cells: Sequence[Cell], name: str, language: str, folder: Path) -> Path:
    """Writes the deck and returns where."""
    path = folder / language / f"{name}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(slides_of(cells, language), title_of(cells, language), language), encoding="utf-8")
    return path

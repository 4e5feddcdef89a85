"""A drawing under way, as inline SVG: boxes, words and arrows; colours and letters come from the deck's style."""

from __future__ import annotations

import tomllib
import zlib
from xml.sax.saxutils import escape

from autograder.course import ROOT

WORDS = tomllib.loads((ROOT / "slides" / "words.toml").read_text(encoding="utf-8"))
"""What the drawings say, in each language."""


class Picture:
    """`width` by `height`, in the units of the slide; the title is what a screen reader says."""

    def __init__(self, width: int, height: int, title: str, language: str) -> None:
        self._size = (width, height)
        self._title = title
        self._language = language
        self._shapes: list[str] = []
        # of its own, for a page draws no marker that is defined in a slide which does not show
        self._head = f"head-{zlib.crc32(title.encode()):08x}"

    def word(self, name: str) -> str:
        """A word in the language of the deck."""
        return str(WORDS[name][self._language])

    def box(self, x: float, y: float, label: str, *, wide: float = 170, high: float = 64, kind: str = "node") -> None:
        """A box around its centre, with a label."""
        place = f'x="{x - wide / 2:g}" y="{y - high / 2:g}" width="{wide:g}" height="{high:g}"'
        self._shapes.append(f'<rect class="{kind}" {place} rx="10"/>')
        self.text(x, y, label)

    def text(self, x: float, y: float, label: str, kind: str = "label") -> None:
        """Text around a point."""
        if label:
            self._shapes.append(f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(label)}</text>')

    def arrow(
        self, start: tuple[float, float], end: tuple[float, float], *, both: bool = False, kind: str = ""
    ) -> None:
        """An arrow, or one with two heads."""
        heads = f'marker-end="url(#{self._head})"' + (f' marker-start="url(#{self._head})"' if both else "")
        self._shapes.append(self._line(start, end, kind, heads))

    def link(self, start: tuple[float, float], end: tuple[float, float], kind: str = "") -> None:
        """A line without heads."""
        self._shapes.append(self._line(start, end, kind, ""))

    def _line(self, start: tuple[float, float], end: tuple[float, float], kind: str, heads: str) -> str:
        (x1, y1), (x2, y2) = start, end
        return f'<line class="wire {kind}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" {heads}/>'

    def svg(self) -> str:
        """The drawing, to be put into a page."""
        width, height = self._size
        head = (
            f'<defs><marker id="{self._head}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
            ' orient="auto-start-reverse"><path class="head" d="M0 0L10 5L0 10z"/></marker></defs>'
        )
        return (
            f'<svg class="drawing" role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f"<title>{escape(self._title)}</title>{head}{''.join(self._shapes)}</svg>"
        )

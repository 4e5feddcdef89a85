"""Drawings of the lecture as inline SVG: who talks to whom, addresses and ports, datagrams and streams.

Each has a title that a screen reader says; colours and letters come from the deck's style.
"""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Callable
from xml.sax.saxutils import escape

from autograder.course import ROOT

WORDS = tomllib.loads((ROOT / "slides" / "words.toml").read_text(encoding="utf-8"))
"""What the drawings say, in each language."""


class Picture:
    """A drawing under way: `width` by `height`, in the units of the slide."""

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
        self._shapes.append(f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(label)}</text>')

    def arrow(
        self, start: tuple[float, float], end: tuple[float, float], *, both: bool = False, kind: str = ""
    ) -> None:
        """An arrow, or one with two heads."""
        heads = f'marker-end="url(#{self._head})"' + (f' marker-start="url(#{self._head})"' if both else "")
        (x1, y1), (x2, y2) = start, end
        self._shapes.append(f'<line class="wire {kind}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" {heads}/>')

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


def peer_to_peer(title: str, language: str) -> str:
    """Five machines with one same program, each of which talks to all others."""
    picture = Picture(1000, 430, title, language)
    places = [(500, 50), (830, 160), (720, 370), (280, 370), (170, 160)]
    for number, start in enumerate(places):
        for end in places[number + 1 :]:
            picture.arrow(start, end, both=True, kind="faint")
    for place in places:
        picture.box(*place, picture.word("talk"), wide=130)
    return picture.svg()


def client_server(title: str, language: str) -> str:
    """Four clients that ask one server."""
    picture = Picture(1000, 400, title, language)
    for y in (50, 150, 250, 350):
        picture.arrow((250, y - 8), (690, 192), kind="")
        picture.arrow((690, 208), (250, y + 8), kind="back")
        picture.box(160, y, picture.word("client"))
    picture.box(790, 200, picture.word("server"), wide=190, high=110, kind="node strong")
    return picture.svg()


def address_and_port(title: str, language: str) -> str:
    """One machine, its address, and three programs behind three ports."""
    picture = Picture(1000, 400, title, language)
    picture.box(640, 200, "", wide=640, high=380, kind="machine")
    picture.text(640, 50, f"{picture.word('machine')} 192.0.2.7", "label strong")
    for y, port, name in ((140, "80", "web"), (230, "25", "mail"), (320, "5000", "talk")):
        picture.arrow((170, 230), (425, y))
        picture.box(490, y, port, wide=130, kind="node strong")
        picture.arrow((556, y), (638, y), kind="faint")
        picture.box(770, y, picture.word(name), wide=260)
    picture.box(90, 230, picture.word("client"), wide=160)
    return picture.svg()


def datagrams(title: str, language: str) -> str:
    """Three datagrams: one arrives, one is lost, one overtakes."""
    picture = Picture(1000, 330, title, language)
    picture.text(140, 30, picture.word("sent"), "label strong")
    picture.text(860, 30, picture.word("received"), "label strong")
    for (label, y), arrival in zip((("1", 90), ("2", 180), ("3", 270)), (200, None, 110), strict=True):
        picture.box(140, y, label, wide=110)
        if arrival is None:
            picture.arrow((200, y), (360, y), kind="lost")
            picture.text(420, y, picture.word("lost"), "label bad")
        else:
            picture.arrow((200, y), (795, arrival))
            picture.box(860, arrival, label, wide=110)
    return picture.svg()


def stream(title: str, language: str) -> str:
    """Three pieces sent, two received: the same bytes in the same order, cut elsewhere."""
    picture = Picture(1000, 250, title, language)
    picture.text(110, 60, picture.word("sent"), "label strong")
    picture.text(110, 190, picture.word("received"), "label strong")
    left = 230.0
    for piece in ("bon", "jour ", "Ada"):
        width = 44 * len(piece)
        picture.box(left + width / 2, 60, piece, wide=width - 8)
        left += width
    left = 230.0
    for piece in ("bonjou", "r Ada"):
        width = 44 * len(piece)
        picture.box(left + width / 2, 190, piece, wide=width - 8, kind="node strong")
        left += width
    picture.arrow((450, 100), (450, 150))
    return picture.svg()


DRAWINGS: dict[str, Callable[[str, str], str]] = {
    drawing.__name__: drawing for drawing in (peer_to_peer, client_server, address_and_port, datagrams, stream)
}

"""A diagram as SVG: attributes alone draw it, a style sheet adapts its colours to a dark screen."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from html import escape

from autograder.diagram.layout import Difference, Layout, Row
from autograder.diagram.text import caption, columns, shortened
from autograder.texts import label

WIDTH = 400
LEFT, RIGHT = 22, 374
EDGE = 8
ROOM = 48
"""Characters that an arrow has room for: narrow enough to be read on a telephone."""

SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
MONO = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
HEIGHTS = {"arrow": 34, "note": 26, "between": 26}
CELL, CELL_HEIGHT = 25, 20

LIGHT = {"paper": "#ffffff", "ink": "#1f2328", "line": "#8c959f", "student": "#0b57d0", "peer": "#6f3fa8"} | {
    "missing": "#57606a", "wrong": "#b3261e", "mark": "#fde7e5"
}  # fmt: skip
DARK = {"paper": "#16181d", "ink": "#e6e8eb", "line": "#7d8590", "student": "#8ab4f8", "peer": "#c9a7f5"} | {
    "missing": "#a0a8b3", "wrong": "#ff9d94", "mark": "#4a1f1c"
}  # fmt: skip
DARK_STYLE = (
    "@media screen and (prefers-color-scheme:dark){"
    + "".join(f".wire-f-{name}{{fill:{colour}}}.wire-s-{name}{{stroke:{colour}}}" for name, colour in DARK.items())
    + "}"
)


def svg_of(layout: Layout, language: str, identity: str, own_style: bool) -> str:
    """The `<svg>` element of a diagram."""
    height = 44 + sum(HEIGHTS[row.kind] for row in layout.rows) + 14
    strips = 46 + 2 * CELL_HEIGHT if layout.difference else 0
    description = "\n".join(_spoken(layout, language))
    identity = identity or f"wire-{zlib.crc32(description.encode()):08x}"
    size = f'width="{WIDTH}" height="{height + strips}" viewBox="0 0 {WIDTH} {height + strips}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" '
        f'aria-labelledby="{identity}-title {identity}-desc" font-family="{SANS}" font-size="12">',
        f'<title id="{identity}-title">{escape(layout.title)}</title>',
        f'<desc id="{identity}-desc">{escape(description)}</desc>',
        f"<style>{DARK_STYLE}</style>" if own_style else "",
        f'<rect width="{WIDTH}" height="{height + strips}" rx="8" {_fill("paper")}/>',
        *(_stroke(x, 34, x, height - 6, "line") for x in (LEFT, RIGHT)),
        _head(layout.left, EDGE, "student"),
        _head(layout.right, WIDTH - EDGE, "peer"),
    ]
    y = 44
    for row in layout.rows:
        parts += {"arrow": _arrow, "note": _note, "between": _between}[row.kind](row, y)
        y += HEIGHTS[row.kind]
    if layout.difference:
        parts += _difference(layout.difference, height)
    return "".join([*parts, "</svg>"])


def _spoken(layout: Layout, language: str) -> Iterator[str]:
    """The rows as sentences, for those who do not see them."""
    for row in layout.rows:
        said = row.label
        if row.state:
            said = label("title", row.state, language, {"label": said})
        if row.kind != "between":
            actor = layout.left if row.from_student else layout.right
            number = f" {row.line}" if row.line else ""
            said = label("title", "arrow", language, {"actor": f"{actor}{number}", "label": said})
        yield said
    if layout.difference:
        yield layout.difference.label
        for name, strip in zip(layout.difference.names, layout.difference.strips, strict=True):
            yield label("title", "arrow", language, {"actor": name, "label": " ".join(strip)})


def _fill(colour: str) -> str:
    return f'fill="{LIGHT[colour]}" class="wire-f-{colour}"'


def _stroke(x1: float, y1: float, x2: float, y2: float, colour: str, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" fill="none" stroke="{LIGHT[colour]}" stroke-width="1.5"{dashes} '
        f'class="wire-s-{colour}"/>'
    )


def _text(x: float, y: float, text: str, colour: str, anchor: str = "start", **attributes: str) -> str:
    more = "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}"{where}{more} {_fill(colour)}>{_kept(text)}</text>'


def _kept(text: str) -> str:
    """`text` for an element, with the blanks that would be taken for one."""
    return escape(text).replace("  ", "\N{NO-BREAK SPACE}" * 2)


def _head(name: str, edge: float, colour: str) -> str:
    """The name of a side, above its line."""
    anchor = "start" if edge < WIDTH / 2 else "end"
    return _text(edge, 24, shortened(name, 28), colour, anchor, font_size="14", font_weight="600")


def _colour(row: Row) -> str:
    return row.state or ("student" if row.from_student else "peer")


def _caption(row: Row, x: float, y: float, anchor: str, room: int) -> str:
    """The label, and the bytes in letters of equal width where there is room."""
    words, detail = caption(row, room)
    if not detail:
        return _text(x, y, words, _colour(row), anchor)
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{x:g}" y="{y:g}"{where} {_fill(_colour(row))}>{escape(words)}'
        f'<tspan dx="8" font-family="{MONO}" font-size="11" {_fill("ink")}>{escape(detail)}</tspan></text>'
    )


def _arrow(row: Row, y: float) -> Iterator[str]:
    begin, end, back = (LEFT, RIGHT, -9) if row.from_student else (RIGHT, LEFT, 9)
    colour, missing, level = _colour(row), row.state == "missing", y + 24
    yield _caption(row, begin - back, y + 16, "start" if row.from_student else "end", ROOM)
    yield _stroke(begin, level, end + back, level, colour, dashed=missing)
    filled = "paper" if missing else colour
    points = f"M{end:g} {level:g}l{back:g} -4.5v9z"
    yield (
        f'<path d="{points}" fill="{LIGHT[filled]}" stroke="{LIGHT[colour]}" class="wire-f-{filled} wire-s-{colour}"/>'
    )
    if row.line:
        yield _text((RIGHT + WIDTH) / 2, level + 4, str(row.line), "peer", "middle", font_size="10", font_weight="600")


def _note(row: Row, y: float) -> Iterator[str]:
    x, anchor = (LEFT + 11, "start") if row.from_student else (RIGHT - 11, "end")
    yield f'<circle cx="{LEFT if row.from_student else RIGHT}" cy="{y + 14:g}" r="3.5" {_fill(_colour(row))}/>'
    yield _caption(row, x, y + 18, anchor, ROOM + 2)


def _between(row: Row, y: float) -> Iterator[str]:
    yield _text(WIDTH / 2, y + 17, shortened(row.label, ROOM), "missing", "middle", font_style="italic")


def _difference(difference: Difference, y: float) -> Iterator[str]:
    """The strips below each other, the first cell that differs marked in both."""
    names = 14 + 7 * max(map(columns, difference.names))
    yield _text(EDGE, y + 16, difference.label, "wrong", font_weight="600")
    for name, strip, top in zip(difference.names, difference.strips, (y + 26, y + 30 + CELL_HEIGHT), strict=True):
        yield _text(EDGE, top + 14, name, "ink")
        for place, cell in enumerate(strip):
            x = EDGE + names + place * CELL
            if place == difference.at:
                yield f'<rect x="{x:g}" y="{top:g}" width="{CELL - 2}" height="{CELL_HEIGHT}" rx="3" {_fill("mark")}/>'
            colour = "wrong" if place >= difference.at and cell not in _cell(difference.strips[0], place) else "ink"
            yield _text(
                x + CELL / 2 - 1, top + 14, shortened(cell, 4), colour, "middle", font_family=MONO, font_size="11"
            )


def _cell(strip: list[str], place: int) -> list[str]:
    return strip[place : place + 1]

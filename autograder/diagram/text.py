"""A diagram as lines of text."""

from __future__ import annotations

import unicodedata

from autograder.diagram.layout import Difference, Layout, Row

NARROWEST = 44
LANE = 4
"""The column of the student's line, and how far the peer's is from the right edge at least."""

SHAFTS = {True: "─", False: "╌"}
HEADS = {(True, True): "▶", (True, False): "▷", (False, True): "◀", (False, False): "◁"}


def columns(text: str) -> int:
    """The columns that a text takes in a terminal."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def shortened(text: str, room: int) -> str:
    """`text` in at most so many columns, the end left out."""
    if columns(text) <= room:
        return text
    while text and columns(text) > room - 1:
        text = text[:-1]
    return f"{text}…"


def caption(row: Row, room: int) -> str:
    """What stands on an arrow: its label and the bytes, as far as there is room."""
    mark = "✗ " if row.state == "wrong" else ""
    whole = f"{mark}{row.label}  {row.detail}" if row.detail else mark + row.label
    return whole if columns(whole) <= room else shortened(mark + row.label, room)


def lines_of(layout: Layout, width: int) -> list[tuple[str, str]]:
    """The lines of a diagram, of at most `width` columns, each with its state."""
    width = max(width, NARROWEST)
    numbers = max((len(str(row.line)) for row in layout.rows), default=0)
    span = width - LANE - max(LANE, numbers + 1) - 2
    left, right = shortened(layout.left, width // 2 - 1), shortened(layout.right, width // 2 - 1)
    lines = [(left + " " * (width - columns(left) - columns(right)) + right, "")]
    lines += [(_line(row, span), row.state) for row in layout.rows]
    if layout.difference:
        lines += [("", ""), *((line, "wrong") for line in _strips(layout.difference, width))]
    return lines


def _line(row: Row, span: int) -> str:
    inside = {"arrow": _arrow, "note": _note, "between": _between}[row.kind](row, span)
    number = f" {row.line}" if row.line else ""
    return f"{' ' * LANE}{inside}{number}"


def _arrow(row: Row, span: int) -> str:
    solid = row.state != "missing"
    text = caption(row, span - 8)
    shaft = SHAFTS[solid]
    before = shaft * 2 if row.from_student else shaft * (span - columns(text) - 5)
    after = shaft * (span - columns(text) - 2 - len(before) - 1)
    if row.from_student:
        return f"│{before} {text} {after}{HEADS[True, solid]}│"
    return f"│{HEADS[False, solid]}{before} {text} {after}│"


def _note(row: Row, span: int) -> str:
    text = caption(row, span - 3)
    blank = " " * (span - columns(text) - 1)
    mark = "┃" if row.state else "●"
    return f"{mark} {text}{blank}│" if row.from_student else f"│{blank}{text} ●"


def _between(row: Row, span: int) -> str:
    text = shortened(row.label, span - 4)
    before = (span - columns(text)) // 2
    return f"┊{' ' * before}{text}{' ' * (span - columns(text) - before)}┊"


def _strips(difference: Difference, width: int) -> list[str]:
    """The two strips below each other, and a mark above the first cells that differ."""
    room = max(map(columns, difference.names)) + 2
    count = max(map(len, difference.strips))
    widths = [
        max(columns(strip[place]) if place < len(strip) else 1 for strip in difference.strips) for place in range(count)
    ]
    while sum(widths) + len(widths) > width - LANE - room:
        widths.pop()
    ahead = LANE + room + sum(widths[: difference.at]) + difference.at
    lines = [f"{' ' * ahead}▼ {difference.label}"]
    if columns(lines[0]) > width:
        lines = [f"{' ' * LANE}{difference.label}", f"{' ' * ahead}▼"]
    for name, strip in zip(difference.names, difference.strips, strict=True):
        cells = [cell + " " * (wide - columns(cell)) for cell, wide in zip(strip, widths, strict=False)]
        lines.append(f"{' ' * LANE}{name}{' ' * (room - columns(name))}{' '.join(cells)}".rstrip())
    return lines

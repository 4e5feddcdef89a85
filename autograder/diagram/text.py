"""A diagram as lines of text."""

from __future__ import annotations

import unicodedata

from autograder.diagram.layout import Difference, Layout, Row

NARROWEST = 44
FEWEST = 14
"""Columns that the first bytes need, or they are left out: four in hexadecimal."""

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


def caption(row: Row, room: int) -> tuple[str, str]:
    """What stands on an arrow: its label and the bytes, both as far as there is room."""
    label = shortened(f"✗ {row.label}" if row.state == "wrong" else row.label, room)
    return label, _beginning(row.detail, room - columns(label) - 2)


def _beginning(detail: str, room: int) -> str:
    """The beginning of the bytes, or of the text between quotation marks; nothing when there is no room for much."""
    if columns(detail) <= room:
        return detail
    if room < FEWEST:
        return ""
    if detail.endswith("”"):
        return f"{shortened(detail.removesuffix('”').removesuffix('…'), room - 2).removesuffix('…')}…”"
    return f"{detail[: room - 2].rpartition(' ')[0]} …"


def said(row: Row, room: int) -> str:
    """Label and bytes in one text."""
    return "  ".join(part for part in caption(row, room) if part)


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
    text = said(row, span - 8)
    shaft = SHAFTS[solid]
    before = shaft * 2 if row.from_student else shaft * (span - columns(text) - 5)
    after = shaft * (span - columns(text) - 2 - len(before) - 1)
    if row.from_student:
        return f"│{before} {text} {after}{HEADS[True, solid]}│"
    return f"│{HEADS[False, solid]}{before} {text} {after}│"


def _note(row: Row, span: int) -> str:
    text = said(row, span - 3)
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

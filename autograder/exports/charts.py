"""Bar charts as SVG for a page that lets nothing run: pygal lays them out, the page's stylesheet colours them."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

import pygal
from markupsafe import Markup

SVG = "http://www.w3.org/2000/svg"
DROPPED = {"defs", "desc", "title"}
"""pygal's own styles and scripts, and what only its scripts would read."""
WIDTH, COLUMN_HEIGHT, BAR_HEIGHT, AXIS_HEIGHT = 720, 260, 34, 40


def columns(labels: Sequence[str], values: Sequence[int], about: str) -> Markup:
    """Upright bars, each with its number above; `about` is what is read aloud for the chart."""
    chart = pygal.Bar(**_settings(COLUMN_HEIGHT))
    chart.x_labels = list(labels)
    chart.add("", list(values))
    return _plain(chart, about, scale="y")


def bars(labels: Sequence[str], percents: Sequence[float], about: str) -> Markup:
    """Lying bars from 0 to 100 percent, the first on top, each with its number beside it."""
    chart = pygal.HorizontalBar(**_settings(AXIS_HEIGHT + BAR_HEIGHT * len(labels)), range=(0, 110))
    chart.x_labels = list(reversed(labels))
    chart.add("", list(reversed(percents)), formatter=lambda percent: f"{percent:.0f} %")
    return _plain(chart, about, scale="x")


def _settings(height: int) -> dict[str, object]:
    return {
        "js": [],
        "width": WIDTH,
        "height": height,
        "margin": 8,
        "show_legend": False,
        "print_values": True,
        "print_values_position": "top",
        "rounded_bars": 2,
        "truncate_label": -1,
    }


def _plain(chart: pygal.graph.graph.Graph, about: str, scale: str) -> Markup:
    """The drawing alone: no script, no style of its own, no scale beside bars that bear their numbers, one name."""
    tree = chart.render_tree()
    for parent in tree.iter():
        for child in list(parent):
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            classes = child.get("class", "").split()
            is_line = name == "path" or ("axis" in classes and scale in classes)
            if not name or name in DROPPED or "tooltip-overlay" in classes or is_line:
                parent.remove(child)
    for attribute in ("id", "class"):
        tree.attrib.pop(attribute, None)
    tree.set("role", "img")
    tree.set("aria-label", about)
    return Markup(ElementTree.tostring(tree, encoding="unicode"))

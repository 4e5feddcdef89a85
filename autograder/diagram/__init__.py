"""A sequence diagram of one check, drawn from its record: what passed, what was expected and never came.

`Diagram` is what terminals, pages, notebooks and slides show; `layout.py` decides what it says, `svg.py` and `text.py`
draw that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.diagram.layout import Layout, laid_out
from autograder.diagram.text import lines_of
from autograder.transcript import Wire
from autograder.verdict import Fact

MOST_ROWS = 24

TOLD_BY_THE_MODULE = {"does-not-load", "hang-at-import", "missing", "misspelt", "not-callable", "not-written"} | {
    "uses-not-written",
    "uses-the-answer",
}
"""Facts to which what happened on the wire adds nothing."""


class Diagram:
    """What happened during a check, as its `wire` record says, with the `fact` that made it fail, if it did.

    A notebook shows the picture, and the text where it shows no picture. `title` stands above the picture's text for
    those who hear it.
    """

    def __init__(self, wire: Wire, fact: Fact | None = None, *, language: str = "en", title: str = "") -> None:
        self._wire = wire
        self._fact = fact
        self._language = language
        self._title = title

    @classmethod
    def of_record(cls, check: Mapping[str, Any], language: str) -> Diagram | None:
        """The diagram of a failed check as `report/record.py` writes it; None where nothing was on a wire."""
        if not check["wire"] or not check["wire"]["lines"] or check["code"] in TOLD_BY_THE_MODULE:
            return None
        return cls(check["wire"], Fact(check["code"], check["data"]), language=language, title=check["title"])

    def layout(self, most_rows: int = MOST_ROWS) -> Layout:
        """What the diagram says, from top to bottom, the middle left out when it is longer."""
        laid = laid_out(self._wire, self._fact, self._language, most_rows)
        return replace(laid, title=self._title) if self._title else laid

    def lines(self, width: int = 76, most_rows: int = MOST_ROWS) -> list[tuple[str, str]]:
        """The diagram for a terminal: lines of at most `width` columns, each with its state (`wrong`, `missing`)."""
        return lines_of(self.layout(most_rows), width)

    def text(self, width: int = 76, most_rows: int = MOST_ROWS) -> str:
        """The diagram as text, in lines of at most `width` columns."""
        return "\n".join(line for line, _ in self.lines(width, most_rows))

    def svg(self, *, identity: str = "", own_style: bool = True, most_rows: int = MOST_ROWS) -> str:
        """The diagram as one `<svg>` element, which names nothing outside itself.

        Its colours are attributes; with `own_style`, a style sheet inside adapts them to a dark screen. `identity`
        begins the ids of its title and its description, which must differ between diagrams of one page.
        """
        from autograder.diagram.svg import svg_of  # who reads in a terminal need not wait for it

        return svg_of(self.layout(most_rows), self._language, identity, own_style)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"image/svg+xml": self.svg(), "text/plain": self.text()}

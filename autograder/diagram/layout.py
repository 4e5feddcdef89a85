"""From the record of a check to the rows of its diagram, in the reader's language."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from autograder.shown import visible
from autograder.texts import label
from autograder.texts import say as message
from autograder.transcript import Wire
from autograder.verdict import Fact

PAUSE = 0.5
"""Seconds without a step from which on a diagram shows them."""

PREVIEW_BYTES, PREVIEW_CHARACTERS = 8, 24
BEFORE, AFTER = 4, 8
"""Bytes, or characters, that are shown before the first difference and from it on."""

MISSING = {"owes", "owes end", "owes connection", "keeps", "is refused"}
WRONG_BYTES = {"sent-other", "sent-too-much", "other-datagram", "extra-datagram", "other-sender", "error-answered"} | {
    "other-sum", "request-size", "request-too-short", "request-unreadable", "request-other-numbers"
}  # fmt: skip
"""Facts about the last bytes that came from the student's code."""

State = Literal["", "wrong", "missing"]


@dataclass(frozen=True)
class Row:
    """A row: an arrow between the sides, a note at one side, or a word between them about what is not drawn.

    `detail` are the first bytes of what an arrow carries; `line` the number of its connection, when there are several.
    `steps` and `carried` (bytes of the student's, bytes of the peer's) count what the row stands for.
    """

    kind: Literal["arrow", "note", "between"]
    from_student: bool
    label: str
    detail: str = ""
    state: State = ""
    line: int = 0
    steps: int = 1
    carried: tuple[int, int] = (0, 0)
    answers: str = ""


@dataclass(frozen=True)
class Difference:
    """Two strips of bytes or characters, one a cell, beside each other; `at` is the cell where they first differ."""

    label: str
    names: tuple[str, str]
    strips: tuple[list[str], list[str]]
    at: int


@dataclass(frozen=True)
class Layout:
    """A diagram in words: the names of the sides, the rows from top to bottom, the difference if there is one."""

    title: str
    left: str
    right: str
    rows: list[Row]
    difference: Difference | None


def laid_out(wire: Wire, fact: Fact | None, language: str, most_rows: int) -> Layout:
    """The diagram of a record, of at most so many rows."""
    say = _Words(language)
    several = len(wire["lines"]) + wire["left_out"]["lines"] > 1
    left, right = say("sides", "student"), say.right_side(wire)
    calls = sum(step["verb"] == "calls" for step in wire["steps"])
    rows = list(_rows(wire, say, several, calls > 1)) or [Row("between", False, say("between", "nothing"), steps=0)]
    if fact is not None:
        _mark(rows, fact, say, calls > 1)
    rows = _folded(rows, max(most_rows, 3), say)
    title = say("title", "title", left=left, right=right)
    return Layout(title, left, right, rows, _difference(fact, say) if fact else None)


class _Words:
    """The words of diagrams in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __call__(self, section: str, key: str, **data: Any) -> str:
        return plain(label(section, key, self._language, data))

    def number(self, digits: str) -> str:
        """A number in the digits of Python, as the language writes it."""
        return digits.replace(".", message("decimal-sign", self._language))

    def answer(self, call: str, text: str) -> str:
        """What a call as it was written has given: with its name, which another call may stand before."""
        function = call.partition("(")[0].rpartition(".")[2]
        return self("answers", "of", function=function, answer=text) if function else text

    def right_side(self, wire: Wire) -> str:
        """What the peers are called together."""
        roles = {line["role"] for line in wire["lines"]}
        if len(roles) != 1:
            return self("sides", "peers" if roles else "peer")
        several = len(wire["lines"]) + wire["left_out"]["lines"] > 1
        return self("sides", f"{roles.pop()}s" if several else roles.pop())


def plain(text: str) -> str:
    """`text` in one line that runs from left to right: what would break the drawing is escaped."""
    return "".join(
        char if unicodedata.bidirectional(char) not in ("R", "AL", "AN") else char.encode("unicode_escape").decode()
        for char in visible(text)
    )


def _rows(wire: Wire, say: _Words, several: bool, calls: bool) -> Iterable[Row]:
    """A row for each step; with the line it is on where there are `several`, with whose answer it is where `calls`."""
    datagrams = {line["number"] for line in wire["lines"] if line["datagrams"]}
    left_out, seconds, waiting = wire["left_out"], 0.0, True
    for number, step in enumerate(wire["steps"]):
        if _made_an_object(step):
            continue
        if left_out["steps"] and number == left_out["after"]:
            yield Row("between", False, "", steps=left_out["steps"], carried=(left_out["student"], left_out["peer"]))
        elif not waiting and step["seconds"] - seconds >= PAUSE:
            yield Row("between", False, say("between", "pause", seconds=step["seconds"] - seconds), steps=0)
        seconds, waiting = step["seconds"], step["verb"] == "waits"
        row = _row(step, say, datagrams)
        if calls and row.answers:
            row = replace(row, label=say.answer(row.answers, row.label))
        yield row if several else replace(row, line=0)


def _made_an_object(step: dict[str, Any]) -> bool:
    """Whether a call has returned an object, which the next step shows at work: no news."""
    return bool(step.get("value", {}).get("kind") == "object")


def _row(step: dict[str, Any], say: _Words, datagrams: set[int]) -> Row:
    verb, ours, number = step["verb"], step["actor"] == "peer", step.get("line", 0)
    state: State = "missing" if verb in MISSING else ""
    if "size" in step:
        size = step["size"]
        row = Row("arrow", not ours, _carried(step, say, number in datagrams), state=state, line=number)
        detail = preview(bytes.fromhex(step["bytes"]), size)
        sent = size if verb == "sends" else 0
        return replace(row, detail=detail, carried=(0, sent) if ours else (sent, 0))
    if verb == "waits":
        step = step | {"text": say.number(step["text"])}
    text = say("steps", "times" if step.get("pieces", 1) > 1 else verb, **_short(step, say))
    if number and verb != "waits":
        return Row("arrow", not ours, text, state=state, line=number)
    return Row("note", not ours, text, line=number, answers=step["text"] if "value" in step else "")


def _short(data: dict[str, Any], say: _Words) -> dict[str, Any]:
    """`data` with the values that are shown in it in a form that is short enough for a diagram."""
    return {key: _short_value(value, say) for key, value in data.items()}


def _short_value(value: Any, say: _Words) -> Any:
    if not isinstance(value, dict) or value.get("kind") not in ("bytes", "text"):
        return value
    if value["kind"] == "text":
        return {"kind": "value", "text": value["text"] + ("" if value["whole"] else "…")}
    detail = preview(_window(value), value["size"]) if value["from"] == 0 else ""
    return {"kind": "value", "text": f"{say('bytes', 'size', size=value['size'])}  {detail}".rstrip()}


def _carried(step: dict[str, Any], say: _Words, datagram: bool) -> str:
    size = say("bytes", "size", size=step["size"])
    if datagram:
        size = say("bytes", "datagram", bytes=size)
    if step["verb"] == "keeps":
        return say("bytes", "kept", size=step["size"])
    if step["verb"] == "owes":
        return say("bytes", "owed", bytes=size)
    if step["actor"] == "peer" and "pieces" in step:
        more = ["…"] if step["pieces"] > len(step["sizes"]) else []
        sizes = " + ".join([*map(str, step["sizes"]), *more])
        return say("bytes", "pieces", bytes=size, pieces=step["pieces"], sizes=sizes)
    return size


def preview(data: bytes, size: int) -> str:
    """The beginning of `data`, of which there are `size` bytes: as text where it is text, else in hexadecimal."""
    if not data:
        return ""
    text = _as_text(data, size)
    if text is None:
        short = data[:PREVIEW_BYTES]
        return short.hex(" ") + (" …" if len(short) < size else "")
    cells = [_escaped(char) for char in text]
    while len("".join(cells)) > PREVIEW_CHARACTERS:
        cells.pop()
    whole = len(text[: len(cells)].encode()) == size
    return f"“{''.join(cells)}{'' if whole else '…'}”"


def _as_text(data: bytes, size: int) -> str | None:
    """The text that `data` is the beginning of, or None when it is no text."""
    for cut in range(4 if len(data) < size else 1):
        try:
            text = data[: len(data) - cut].decode()
        except UnicodeDecodeError:
            continue
        return text if all(char.isprintable() or char in "\t\r\n" for char in text) else None
    return None


def _escaped(char: str) -> str:
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t", " ": "\N{OPEN BOX}"}.get(char) or plain(char)


def _mark(rows: list[Row], fact: Fact, say: _Words, calls: bool) -> None:
    """Says in the rows what was wrong: on the bytes that came, on the answer to a call, or at the end."""
    if fact.code in WRONG_BYTES:
        came = [place for place, row in enumerate(rows) if row.kind == "arrow" and row.from_student and not row.state]
        for place in came[-1:]:
            rows[place] = replace(rows[place], state="wrong")
        return
    data = _short(fact.data, say)
    if text := say("ends", fact.code, **data):
        rows.append(Row("note", True, text, state="wrong"))
        return
    answers = [place for place, row in enumerate(rows) if row.answers and row.answers == fact.data.get("call")]
    text = say("answers", fact.code, **data)
    if text and calls:
        text = say.answer(str(fact.data.get("call", "")), text)
    for place in answers[-1:]:
        rows[place] = replace(rows[place], label=text or rows[place].label, state="wrong")
    if text and not answers:
        rows.append(Row("note", True, text, state="wrong"))


def _folded(rows: list[Row], most: int, say: _Words) -> list[Row]:
    """At most so many rows: the first, what was left out between, and the last, where it went wrong."""
    if len(rows) > most:
        begin = (most - 1) // 2
        end = len(rows) - (most - 1 - begin)
        middle = rows[begin:end]
        student, peer = (sum(row.carried[side] for row in middle) for side in (0, 1))
        fold = Row("between", False, "", steps=sum(row.steps for row in middle), carried=(student, peer))
        rows = [*rows[:begin], fold, *rows[end:]]
    return [row if row.kind != "between" or row.label else replace(row, label=_left_out(row, say)) for row in rows]


def _left_out(row: Row, say: _Words) -> str:
    words = "left-out" if any(row.carried) else "left-out-silent"
    return say("between", words, steps=row.steps, right=row.carried[0], left=row.carried[1])


def _difference(fact: Fact, say: _Words) -> Difference | None:
    """Where what came parts from what was expected, unless one is only the beginning of the other."""
    at, expected, got = (fact.data.get(key) for key in ("at", "expected", "got"))
    if not isinstance(at, int) or not isinstance(expected, dict) or not isinstance(got, dict):
        return None
    kind = expected.get("kind")
    if kind not in ("bytes", "text") or got.get("kind") != kind or not 0 < at < min(expected["size"], got["size"]):
        return None
    start = max(expected["from"], at - BEFORE)
    strips = [_cells(value, start) for value in (expected, got)]
    if kind == "bytes" and all(all(32 <= value < 127 for value in strip) for strip in strips):
        cells = [[_escaped(chr(value)) for value in strip] for strip in strips]
    elif kind == "bytes":
        cells = [[f"{value:02x}" for value in strip] for strip in strips]
    else:
        cells = [[_escaped(char) for char in strip] for strip in strips]
    return Difference(
        say("difference", "byte" if kind == "bytes" else "character", at=at),
        (say("difference", "expected"), say("difference", "came")),
        (cells[0], cells[1]),
        at - start,
    )


def _cells(value: dict[str, Any], start: int) -> Sequence[Any]:
    """The bytes or characters that a shown value shows from `start` on."""
    window: bytes | str = _window(value)
    return window[start - value["from"] :][: BEFORE + AFTER]


def _window(value: dict[str, Any]) -> Any:
    """The bytes or characters that a shown value shows."""
    return ast.literal_eval(value["text"])

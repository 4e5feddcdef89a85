"""Values as facts carry them: short, typed, harmless, without a word of any language.

A shown value is JSON: `{"kind": "bytes", "text": "b'…'", "size": 10000, "from": 480}` and the like; `texts.py`
makes the sentence. Bytes and texts are cut to a window around the first difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.student.values import ErrorReport, Handle, Other

BEFORE, AFTER = 8, 16
ENOUGH = 8
"""Bytes or characters that stand in one place of a random message only."""
HARMLESS = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""What French typography needs, though Python does not call it printable."""

Shown = dict[str, Any]


def visible(text: str) -> str:
    """`text` with control characters, bidirectional marks and lone surrogates as escapes."""
    return "".join(
        char if char.isprintable() or char in HARMLESS else char.encode("unicode_escape", "backslashreplace").decode()
        for char in text
    )


def shown(value: Any, difference: int | None = None) -> Shown:
    """`value` for a fact; `difference` is the place (in bytes or characters) to show the surroundings of."""
    match value:
        case bytes() | str():
            start = max(0, (difference or 0) - BEFORE)
            if start < 4:
                start = 0
            window = value[start : start + BEFORE + AFTER]
            return {
                "kind": "bytes" if isinstance(value, bytes) else "text",
                "text": visible(repr(window)),
                "size": len(value),
                "from": start,
                "whole": len(window) == len(value),
            }
        case Handle():
            return {"kind": "object", "text": visible(value.kind or "socket")[:100]}
        case Other():
            return {"kind": "other", "text": visible(value.text)[:100], "type": visible(value.kind)[:60]}
        case ErrorReport():
            return {"kind": "error", "text": visible(value.text)[:200], "type": visible(value.type)[:60]}
        case list() | tuple():
            text = visible(repr(value)[:121])
            return {"kind": "value", "text": text if len(text) <= 120 else text[:119] + "…"}
    return {"kind": "value", "text": visible(repr(value))[:120]}


def first_difference(expected: Sequence[Any], got: Sequence[Any]) -> int:
    """The index of the first item that differs; the shorter length when one is the beginning of the other."""
    common = min(len(expected), len(got))
    if expected[:common] == got[:common]:
        return common
    low, high = 0, common
    while high - low > 1:
        middle = (low + high) // 2
        if expected[:middle] == got[:middle]:
            low = middle
        else:
            high = middle
    return low


def same(expected: Any, got: Any) -> bool:
    """Equality that also compares types: `True` is not `1`, `b""` is not `""`."""
    if type(expected) is not type(got):
        return False
    if isinstance(expected, (list, tuple)):
        return len(expected) == len(got) and all(map(same, expected, got))
    return bool(expected == got)


def symptoms_of_difference(expected: Any, got: Any) -> tuple[str, ...]:
    """The words by which suggestions recognise how `got` differs from `expected`."""
    if got is None:
        return ("none",)
    if type(expected) is not type(got) and expected is not None:
        kind = got.kind if isinstance(got, (Other, Handle)) else type(got).__name__
        return ("wrong-type", f"type-{kind or 'socket'}")
    if isinstance(expected, (bytes, str, list)):
        if not len(got):
            return ("empty", "cut-short")
        if expected[: len(got)] == got:
            return ("cut-short", *_counted(expected, got))
        if got[: len(expected)] == expected:
            return ("too-much",)
        if expected[-len(got) :] == got:
            return ("start-missing",)
        if expected and got[-len(expected) :] == expected:
            return ("differs", "preceded")
        if isinstance(got, str) and "\ufffd" in got and "\ufffd" not in expected:
            return ("differs", "bytes-replaced")
        if got[:2] in (b"b'", b'b"', "b'", 'b"'):
            return ("differs", "as-repr")
        return ("differs", *_what_follows(expected, got)) if not isinstance(expected, list) else ("differs",)
    return ("differs",)


def _counted(expected: Any, got: Any) -> Iterator[str]:
    """Whether a text ends after as many bytes as it was to have characters, or within the character there."""
    if not isinstance(expected, str) or expected.isascii():
        return
    if len(expected) - 3 <= len(got.encode(errors="replace")) <= len(expected):
        yield "as-many-bytes"


def _what_follows(expected: Any, got: Any) -> Iterator[str]:
    """What `got` goes on with where it differs: its beginning again, what is as far again, or else further on."""
    at = first_difference(expected, got)
    following = got[at : at + ENOUGH]
    if len(following) == ENOUGH == len(expected[:ENOUGH]):
        if following == expected[:ENOUGH]:
            yield "starts-again"
        elif following == expected[2 * at : 2 * at + ENOUGH]:
            yield "skips-as-much"
        elif following in expected[at:]:
            yield "middle-missing"


def tail(text: str) -> str:
    """The last lines of what was printed, made visible."""
    return "\n".join(visible(line[:200])[:200] for line in text.strip().splitlines()[-4:])

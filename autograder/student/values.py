"""Values between the two ends: our arguments become tagged JSON, the student's tagged JSON becomes values.

What comes back was written by the untrusted end: it is parsed as hostile bytes. Nothing here executes, unpickles or
trusts anything; what does not fit raises Unreadable.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import math
from dataclasses import dataclass, field
from typing import Any, NoReturn

MAX_TEXT = 2_000
PLAIN = (int, str, float, bool, type(None))
"""Types whose values are JSON as they are."""
MOST_VALUES = 500_000
"""Each value takes many times the memory that its text takes, and time to look at."""


class Unreadable(ValueError):
    """The student's end sent something that is no answer."""


@dataclass(frozen=True)
class Handle:
    """Something that lives in the student's process and has no form here: a socket, an object of a class."""

    number: int
    kind: str = ""
    socket: dict[str, Any] | None = None


@dataclass(frozen=True)
class Other:
    """A value of a type that no contract speaks of, known by the name of its type and a text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Keyboard:
    """Stands for an iterator over the lines that are typed at the student's keyboard."""


@dataclass(frozen=True)
class Raised:
    """Stands for a class of Python's own errors, or for an error of that class."""

    name: str
    is_made: bool


@dataclass(frozen=True)
class ErrorReport:
    """An exception in the student's process, as its end reports it."""

    type: str
    classes: tuple[str, ...] = ()
    text: str = ""
    errno: int | None = None
    lines: tuple[tuple[int, str, str], ...] = field(default=())

    @property
    def line(self) -> int:
        """The last line of the student's file that the exception passed through; 0 when there is none."""
        return self.lines[-1][0] if self.lines else 0

    @property
    def function(self) -> str:
        """The name of the function that this line is in; empty when there is none."""
        return self.lines[-1][1] if self.lines else ""

    @property
    def source(self) -> str:
        """That line's text."""
        return self.lines[-1][2] if self.lines else ""


def encode(value: Any) -> Any:
    """An argument of a call as JSON."""
    if type(value) in PLAIN:
        return value
    match value:
        case Handle():
            return {"$handle": value.number}
        case Keyboard():
            return {"$keyboard": True}
        case Raised():
            return {"$error": value.name, "made": value.is_made}
        case bytes():
            return {"$bytes": base64.b64encode(value).decode()}
        case tuple():
            return {"$tuple": [encode(item) for item in value]}
        case list():
            return value if _are_numbers(value) else [encode(item) for item in value]
        case dict():
            return {key: encode(item) for key, item in value.items()}
        case None | bool() | int() | float() | str():
            return value
    raise TypeError(f"no form for an argument of type {type(value).__name__}")


def _are_numbers(values: list[Any]) -> bool:
    """Whether all are whole numbers, of which a check may send a hundred thousand."""
    return set(map(type, values)) == {int}


def parse(body: bytes) -> dict[str, Any]:
    """The JSON object in a frame. Raises Unreadable."""
    if body.count(b",") > MOST_VALUES:
        raise Unreadable("more values than an answer has")

    def refuse(text: str) -> NoReturn:
        raise Unreadable(f"{text} is not JSON")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise Unreadable("the same key twice")
        return found

    try:
        value = json.loads(body, parse_constant=refuse, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from error
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    return value


def text_of(value: Any, limit: int = MAX_TEXT) -> str:
    """A text from the untrusted end: cut to `limit` characters, without lone surrogates."""
    if not isinstance(value, str):
        raise Unreadable("a text was expected")
    return value[:limit].encode("utf-8", "replace").decode()


def decode(value: Any) -> Any:
    """The Python value that tagged JSON stands for. Raises Unreadable."""
    try:
        return _decode(value)
    except Unreadable:
        raise
    except (TypeError, KeyError, AttributeError, RecursionError, ValueError, OverflowError) as error:
        raise Unreadable(type(error).__name__) from error


def _decode(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Unreadable("a number out of range")
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if isinstance(value, list):
        return [_decode(item) for item in value]
    if len(value) > 2 or not value:
        raise Unreadable("an unknown tag")
    tag = next(iter(value))
    content = value[tag]
    match tag:
        case "$bytes":
            return base64.b64decode(content, validate=True)
        case "$bytearray" | "$memoryview":
            base64.b64decode(content, validate=True)
            return Other(tag[1:], f"{tag[1:]}(…)")
        case "$tuple":
            return tuple(_decode(item) for item in content)
        case "$set":
            return Other("set", text_of(str([_decode(item) for item in content])))
        case "$dict":
            return Other("dict", text_of(str([[_decode(key), _decode(item)] for key, item in content])))
        case "$float":
            return float.fromhex(content)
        case "$handle":
            if not isinstance(content, int):
                raise Unreadable("a handle is a number")
            return Handle(content, text_of(value.get("type", "socket"), 200), _socket(value.get("socket")))
        case "$other":
            return Other(text_of(content, 200), text_of(value.get("text", "")))
    raise Unreadable("an unknown tag")


def _socket(details: Any) -> dict[str, Any] | None:
    """What a socket says of itself, as far as it has the form that it must have."""
    if not isinstance(details, dict):
        return None
    numbers = {name: details.get(name) for name in ("family", "type")}
    found: dict[str, Any] = {name: number if type(number) is int else None for name, number in numbers.items()}
    local = details.get("local")
    return found | {"open": details.get("open") is True, "local": local if is_address(local) else None}


def is_address(value: Any) -> bool:
    """Whether this is a host and a port that can be connected to without asking any resolver for the host's address.

    It comes from the untrusted end, and the trusted end's resolver is not the student's to make use of.
    """
    if not isinstance(value, (list, tuple)) or len(value) not in (2, 4) or type(value[1]) is not int:
        return False
    host, port, *rest = value
    try:
        known = host in ("", "localhost") or bool(ipaddress.ip_address(str(host)))
    except ValueError:
        return False
    return known and isinstance(host, str) and 0 <= port < 65536 and all(type(number) is int for number in rest)


def _small(number: Any) -> int:
    """A number of a line or of an error; those of a resolver are negative."""
    if type(number) is not int or not -(10**7) < number < 10**7:
        raise Unreadable("a small number was expected")
    return number


def decode_error(report: Any) -> ErrorReport:
    """The exception that a report describes. Raises Unreadable."""
    if not isinstance(report, dict):
        raise Unreadable("an error is an object")
    lines = report.get("lines", [])
    classes = report.get("classes", [])
    number = report.get("errno")
    if not isinstance(lines, list) or not isinstance(classes, list):
        raise Unreadable("lines and classes are lists")
    try:
        kept = tuple((_small(line), text_of(where, 200), text_of(text, 200)) for line, where, text in lines[-10:])
    except (TypeError, ValueError) as error:
        raise Unreadable("a line is a number, a name and a text") from error
    return ErrorReport(
        type=text_of(report.get("type"), 200),
        classes=tuple(text_of(name, 200) for name in classes[:20]),
        text=text_of(report.get("text", "")),
        errno=None if number is None else _small(number),
        lines=kept,
    )

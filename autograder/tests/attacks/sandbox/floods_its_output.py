# cases: 26
# destructive
# fact: returned None|had not returned
"""Prints a line of three hundred megabytes: NUL bytes, and bytes that are no text."""
import os


def attack(bait):
    piece = b"\0\xff\xfe\x1b[2J" * 10_000
    for number in range(300_000_000 // len(piece)):
        view = memoryview(piece)
        while view:
            view = view[os.write(1 + number % 2, view) :]

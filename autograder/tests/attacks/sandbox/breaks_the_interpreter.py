# cases: 28
# destructive
# fact: signal (11|6|7)
"""Reads memory that is not there."""
import ctypes


def attack(bait):
    ctypes.string_at(8)

# cases: 28
# destructive
# fact: signal (11|6|7)|RecursionError|MemoryError
"""Has Python call itself far more deeply than its stack is."""
import sys


def attack(bait):
    nested = []
    for _ in range(300_000):
        nested = [nested]
    sys.setrecursionlimit(10**9)
    return repr(nested)

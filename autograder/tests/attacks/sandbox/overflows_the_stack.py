# cases: 28
# destructive
# fact: signal (11|6|7)|RecursionError
"""Calls itself far more deeply than the stack is."""
import sys


def attack(bait):
    sys.setrecursionlimit(10**9)

    def deeper(value):
        return repr([deeper([value])])

    return deeper([])

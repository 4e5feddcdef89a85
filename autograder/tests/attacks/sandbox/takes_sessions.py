# cases: 19, 22
# guard: filter
# fact: returned None|had not returned
"""Starts a session of its own: Linux shares the processors between sessions, so that a hundred of them starve others."""
import os


def attack(bait):
    child = os.fork()
    if child == 0:
        os.setsid()
        os._exit(os.getsid(0) == os.getpid())
    _, status = os.waitpid(child, 0)
    return "a session of its own" if status else None

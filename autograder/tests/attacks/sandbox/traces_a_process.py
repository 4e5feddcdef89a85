# cases: 21, 35
# guard: filter
"""Traces another process of its own, as a debugger does."""
import ctypes
import os
import signal


def attack(bait):
    child = os.fork()
    if child == 0:
        signal.pause()
        os._exit(0)
    try:
        if ctypes.CDLL(None).ptrace(16, child, 0, 0) == 0:
            return f"traces {child}"
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

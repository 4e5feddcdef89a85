# cases: 37
# guard: processes
"""Sends a signal to a process of the machine, one that does no harm."""
import os
import signal


def attack(bait):
    try:
        os.kill(bait["pid"], signal.SIGWINCH)
    except OSError:
        return None
    return f"signalled {bait['pid']}"

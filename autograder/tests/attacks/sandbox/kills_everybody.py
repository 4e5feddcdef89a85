# cases: 37
# guard: processes
# destructive
# fact: returned None|ended before it had answered
"""Kills whatever it may: its parent, the first process, everybody, and a process of the machine."""
import os
import signal


def attack(bait):
    got = []
    for target in (os.getppid(), 1, -1, bait["pid"]):
        try:
            os.kill(target, signal.SIGKILL)
            got.append(target)
        except OSError:
            continue
    return "killed it" if bait["pid"] in got else None

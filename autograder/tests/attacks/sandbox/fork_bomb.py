# cases: 22
# guard: limits
# destructive
"""Starts two hundred processes, which wait."""
import os
import signal


def attack(bait):
    children = []
    try:
        for _ in range(200):
            child = os.fork()
            if child == 0:
                signal.pause()
                os._exit(0)
            children.append(child)
        return f"{len(children)} processes"
    except OSError:
        return None
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

# cases: 8, 37
# guard: processes
"""Lists the processes of the machine."""
import os


def attack(bait):
    mine = {1, os.getpid(), os.getppid()}
    return " ".join(name for name in os.listdir("/proc") if name.isdigit() and int(name) not in mine)

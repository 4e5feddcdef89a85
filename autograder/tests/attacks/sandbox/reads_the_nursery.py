# cases: 8, 21
# guard: runner be_readable(False)
"""Reads the memory and the open files of the process that starts it."""
import os


def attack(bait):
    try:
        with open(f"/proc/{os.getppid()}/maps") as file:
            start = int(file.readline().partition("-")[0], 16)
        with open(f"/proc/{os.getppid()}/mem", "rb") as memory:
            memory.seek(start)
            return repr(memory.read(4))
    except PermissionError:
        return None

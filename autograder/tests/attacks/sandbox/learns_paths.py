# cases: 8
# guard: everything
"""Learns where the grader lives from command lines and lists of mounts."""
import glob


def attack(bait):
    for pattern in ("/proc/[0-9]*/cmdline", "/proc/[0-9]*/mountinfo", "/proc/[0-9]*/maps", "/proc/mounts"):
        for path in glob.glob(pattern):
            try:
                with open(path, "rb") as file:
                    if bait["project"].encode() in file.read():
                        return path
            except OSError:
                continue

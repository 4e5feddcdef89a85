# cases: 8, 14
# guard: environment
# guard: processes
"""Looks for the grader's secret in its own environment and in that of every process it can see."""
import glob
import os
import re


def attack(bait):
    seen = [repr(os.environ).encode()]
    for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                seen.append(file.read())
        except OSError:
            continue
    found = re.search(rb"canary-[0-9a-f]{32}", b"\0".join(seen))
    return found and found[0].decode()

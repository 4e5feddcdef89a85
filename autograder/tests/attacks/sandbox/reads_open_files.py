# cases: 8, 45
# guard: everything
"""Reads whatever is open already, in case the grader has left something open."""
import os
import re
import stat


def attack(bait):
    for number in range(3, 512):
        try:
            if stat.S_ISREG(os.fstat(number).st_mode):
                found = re.search(rb"canary-[0-9a-f]{32}", os.pread(number, 4096, 0))
                if found:
                    return found[0].decode()
        except OSError:
            continue

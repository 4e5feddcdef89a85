"""Whether this machine has the memory for one more submission, and how much a judge has taken."""

from __future__ import annotations

import os
import sys

MEGABYTE = 1024 * 1024
RESERVE = 1024 * MEGABYTE
"""Bytes that must be free for one more: what a submission may take at most, and its judge."""


def room_for_one_more(under_way: int) -> bool:
    """Whether one more submission may start beside so many; a single one always may."""
    if under_way == 0:
        return True
    free = available_memory()
    return free is None or free > RESERVE


def available_memory() -> int | None:
    """Bytes that programs could still be given; None where the system does not say."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            for line in file:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def memory_at_most() -> int:
    """Bytes that this process has had in memory at most; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024

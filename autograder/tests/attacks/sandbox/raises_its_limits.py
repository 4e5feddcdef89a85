# cases: 19, 22, 25, 28
# guard: limits
"""Asks for as much as it likes of what is limited: files, processes, memory, time, dumps of its memory."""
import resource


def attack(bait):
    found = []
    for name in ("NPROC", "NOFILE", "FSIZE", "CORE", "STACK", "AS", "CPU"):
        kind = getattr(resource, "RLIMIT_" + name)
        _, most = resource.getrlimit(kind)
        if most == resource.RLIM_INFINITY or (most and name == "CORE"):
            found.append(name)
            continue
        try:
            resource.setrlimit(kind, (most, most + 1))
            found.append(name)
        except (OSError, ValueError):
            continue
    return " ".join(found)

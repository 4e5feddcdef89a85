# cases: 25, 34
# guard: filter
"""Takes memory that belongs to no process: a System V segment, a queue of messages, semaphores."""
import ctypes


def attack(bait):
    library = ctypes.CDLL(None)
    found = {
        "segment": library.shmget(0x5EA, ctypes.c_size_t(1_000_000), 0o1600),
        "queue": library.msgget(0x5EA, 0o1600),
        "semaphores": library.semget(0x5EA, 1, 0o1600),
    }
    return " ".join(name for name, number in found.items() if number >= 0)

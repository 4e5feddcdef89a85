# cases: 25
# guard: limits
# fact: took more memory|had not returned
"""Takes too much memory in processes that forbid everybody to look at them."""
import ctypes
import os
import time


def attack(bait):
    told, tell = os.pipe()
    share = bait["megabytes"] // 3 * 1_000_000
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
    for _ in range(3):
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
            held = bytearray(share)
            held[::4096] = b"x" * len(held[::4096])
            os.write(tell, b"x")
            while True:
                os.kill(os.getpid(), 19)
    os.close(tell)
    held = b""
    while len(held) < 3 and (data := os.read(told, 3)):
        held += data
    time.sleep(0.2)  # whoever looks at the memory looks twenty times a second
    return f"{bait['megabytes']} MB" if len(held) == 3 else None

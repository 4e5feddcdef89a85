# cases: 22, 25
# guard: limits
# fact: took more memory|had not returned
"""Takes too much memory in a hundred processes at once, that leave whoever looks at it little time to do so."""
import os
import time


def attack(bait):
    told, tell = os.pipe()
    begun, begin = os.pipe()
    share = bait["megabytes"] * 1_000_000 // 100
    for _ in range(100):
        if os.fork() == 0:
            os.close(begin)
            os.read(begun, 1)
            held = bytearray(share)
            held[::4096] = b"x" * len(held[::4096])
            os.write(tell, b"x")
            ended = time.monotonic() + 5
            while time.monotonic() < ended:
                continue
            os._exit(0)
    os.close(begin)
    os.close(tell)
    held = b""
    while len(held) < 100 and (data := os.read(told, 100)):
        held += data
    time.sleep(0.2)  # whoever looks at the memory looks twenty times a second
    all_live = os.waitpid(-1, os.WNOHANG) == (0, 0)  # one that was ended had made room for the next
    return f"{bait['megabytes']} MB" if len(held) == 100 and all_live else None

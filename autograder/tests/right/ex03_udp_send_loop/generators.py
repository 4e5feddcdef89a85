"""Blocks come from a generator; the receiver filters with iter and takewhile in mind."""

import itertools


def blocks_of(message, size):
    view = memoryview(message)
    for number in itertools.count():
        block = view[number * size : (number + 1) * size]
        yield block
        if len(block) < size:
            return


def datagrams_from(sock, sender=None):
    while True:
        data, address = sock.recvfrom(1 << 16)
        sender = sender or address
        if address == sender:
            yield data, sender


def send_text(sock, text, address):
    return sock.sendto(bytes(text, "utf8"), address)


def receive_text(sock):
    data, sender = next(datagrams_from(sock))
    return str(data, "utf8", "replace"), sender


def send_message(sock, message, address, size=512):
    if not size in range(1, 65508):
        raise ValueError(f"bad size {size}")
    return sum(1 for block in blocks_of(message, size) if sock.sendto(block, address) is not None)


def receive_message(sock, size=512):
    parts = []
    for data, sender in datagrams_from(sock):
        parts.append(data)
        if len(data) < size:
            return b"".join(parts), sender

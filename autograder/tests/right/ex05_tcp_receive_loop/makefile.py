"""Makefile objects do the receiving (raw, unbuffered for receive_exactly), request uses sendall; send_all is a
loop over a deque of blocks.
"""

import socket
from collections import deque


def send_all(sock, data):
    blocks = deque(data[start : start + 4096] for start in range(0, len(data), 4096))
    while blocks:
        block = blocks.popleft()
        accepted = sock.send(block)
        if accepted < len(block):
            blocks.appendleft(block[accepted:])


def receive_all(sock):
    with sock.makefile("rb") as stream:
        return stream.read()


def receive_exactly(sock, size):
    parts = []
    count = 0
    with sock.makefile("rb", buffering=0) as raw:  # buffering would take more from the stream
        while count < size:
            part = raw.read(min(size - count, 65536))
            if not part:
                raise EOFError("got %d bytes out of %d" % (count, size))
            parts.append(part)
            count += len(part)
    return b"".join(parts)


def request(address, message, timeout=5.0):
    sock = socket.create_connection(address, timeout)
    try:
        sock.sendall(message)
        try:
            sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        with sock.makefile("rb") as answer:
            return answer.read()
    finally:
        sock.close()

"""Request is non-blocking and sends and receives at the same time with a selector; receive_all is a generator
joined.
"""

import selectors
import socket
from collections.abc import Iterator


def send_all(sock: socket.socket, data: bytes) -> None:
    taken = 0
    while taken < len(data):
        # a slice that is not too long, so that little is copied for each send
        taken = taken + sock.send(data[taken : taken + 0x20000])


def _chunks(sock: socket.socket) -> Iterator[bytes]:
    while chunk := sock.recv(0x4000):
        yield chunk


def receive_all(sock: socket.socket) -> bytes:
    return bytes().join(_chunks(sock))


def receive_exactly(sock: socket.socket, size: int) -> bytes:
    missing = size
    result = bytearray()
    for _ in iter(lambda: missing > 0, False):
        got = sock.recv(min(missing, 0x4000))
        if not got:
            raise EOFError(f"{size - missing} bytes came, {size} bytes were wanted")
        result.extend(got)
        missing -= len(got)
    return bytes(result)


def request(address: tuple[str, int], message: bytes, timeout: float = 5.0) -> bytes:
    sock = socket.create_connection(address, timeout)
    with sock, selectors.DefaultSelector() as selector:
        sock.setblocking(False)
        rest = memoryview(message)
        answer: list[bytes] = []
        read, write = selectors.EVENT_READ, selectors.EVENT_WRITE
        wanted = read | write
        selector.register(sock, wanted)
        while wanted:
            selector.modify(sock, wanted)
            ready = selector.select(timeout)
            if not ready:
                raise TimeoutError("timed out")
            events = ready[0][1]
            if events & read:
                try:
                    chunk = sock.recv(0x10000)
                except BlockingIOError:
                    pass
                else:
                    if chunk:
                        answer.append(chunk)
                    else:
                        wanted &= ~read  # the answer is complete, perhaps before the message is
            if events & write:
                if rest:
                    try:
                        rest = rest[sock.send(rest[:0x10000]) :]
                    except BlockingIOError:
                        continue
                if not rest:
                    try:
                        sock.shutdown(socket.SHUT_WR)
                    except OSError:
                        pass  # reset: the next recv raises ConnectionResetError
                    wanted &= ~write
        return b"".join(answer)

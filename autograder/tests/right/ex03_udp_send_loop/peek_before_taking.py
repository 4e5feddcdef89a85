"""MSG_PEEK | MSG_TRUNC learns sender and length before a datagram is taken; strangers are dropped unread; one
deadline for a message.
"""

import contextlib
import socket
import time
from typing import Callable, Iterator, Optional

Address = tuple


def _look(sock: socket.socket) -> tuple[int, Address]:
    """Returns length and sender of the next datagram, which stays where it is."""
    return sock.recvfrom_into(bytearray(1), 1, socket.MSG_PEEK | socket.MSG_TRUNC)


def _take(sock: socket.socket, length: int) -> bytes:
    data = bytearray(max(length, 1))  # Python does not even ask the system for 0 bytes
    return bytes(data[:sock.recv_into(data)])


@contextlib.contextmanager
def _budget(sock: socket.socket) -> Iterator[Callable[[], None]]:
    """Gives a function that sets what is left of the socket's timeout."""
    before: Optional[float] = sock.gettimeout()
    start = time.monotonic()

    def set_rest() -> None:
        if before:
            rest = start + before - time.monotonic()
            if rest <= 0:
                raise TimeoutError("timed out")
            sock.settimeout(rest)

    try:
        yield set_rest
    finally:
        sock.settimeout(before)


def _next_block(sock: socket.socket, wanted: Optional[Address]) -> tuple[bytes, Address]:
    with _budget(sock) as set_rest:
        while True:
            set_rest()
            length, sender = _look(sock)
            if wanted is None or sender == wanted:
                return _take(sock, length), sender
            sock.recv(1)  # drops it: a datagram leaves the queue whole


def send_text(sock: socket.socket, text: str, address: Address) -> int:
    """Sends a text in one datagram, returns its number of bytes."""
    return sock.sendto(memoryview(text.encode("utf-8")), address)


def receive_text(sock: socket.socket) -> tuple[str, Address]:
    """Waits for one datagram of any size; returns its text and its sender."""
    data, sender = _next_block(sock, None)
    return str(data, "utf-8", "replace"), sender


def send_message(sock: socket.socket, message: bytes, address: Address, size: int = 512) -> int:
    """Sends a message in blocks and returns their number."""
    if size not in range(1, 65508):
        raise ValueError("size must be from 1 to 65507")
    full, rest = divmod(len(message), size)
    for number in range(full + 1):
        sock.sendto(message[number * size:(number + 1) * size], address)
    return full + 1


def receive_message(sock: socket.socket, size: int = 512) -> tuple[bytes, Address]:
    """Waits for a message; what a block has beyond `size` bytes is cut off."""
    if size not in range(1, 65508):
        raise ValueError("size must be from 1 to 65507")
    message = bytearray()
    block, sender = _next_block(sock, None)
    while len(block) >= size:
        message += block[:size]
        block, _ = _next_block(sock, sender)
    message += block
    return bytes(message), sender

"""A dataclass with a preallocated buffer, recvfrom_into and sendmsg, BytesIO; select keeps a deadline that
strangers do not prolong.
"""

import io
import math
import select
import socket
import time
from dataclasses import dataclass, field

LARGEST = 0xFFFF - 20 - 8  # without the headers of IPv4 and UDP


@dataclass
class Inbox:
    """Reads datagrams from a socket, never for longer than the socket's timeout, strangers or not."""

    sock: socket.socket
    buffer: bytearray = field(default_factory=lambda: bytearray(0xFFFF))

    def __post_init__(self) -> None:
        self.start_again()

    def start_again(self) -> None:
        timeout = self.sock.gettimeout()
        self.deadline = math.inf if timeout is None else time.monotonic() + timeout

    def next(self) -> tuple[bytes, tuple]:
        if self.deadline != math.inf:
            left = max(0.0, self.deadline - time.monotonic())
            ready, _, _ = select.select([self.sock], [], [], left)
            if not ready:
                raise TimeoutError("no datagram came in time")
        count, sender = self.sock.recvfrom_into(self.buffer)
        return bytes(self.buffer[:count]), sender


def send_text(sock: socket.socket, text: str, address: tuple[str, int]) -> int:
    data = text.encode()
    sock.sendmsg([data], [], 0, address)
    return len(data)


def receive_text(sock: socket.socket) -> tuple[str, tuple]:
    data, sender = Inbox(sock).next()
    return data.decode(errors="replace"), sender


def send_message(sock: socket.socket, message: bytes, address: tuple[str, int], size: int = 512) -> int:
    if not (isinstance(size, int) and 1 <= size <= LARGEST):
        raise ValueError(f"the size must be a whole number from 1 to {LARGEST}, not {size!r}")
    reader = io.BytesIO(message)
    full, rest = divmod(len(message), size)
    for _ in range(full):
        sock.sendmsg([reader.read(size)], [], 0, address)
    last = reader.read()
    assert len(last) == rest
    sock.sendmsg([last], [], 0, address)
    return full + 1


def receive_message(sock: socket.socket, size: int = 512) -> tuple[bytes, tuple]:
    inbox = Inbox(sock)
    message = io.BytesIO()
    block, sender = inbox.next()
    inbox.start_again()
    message.write(block)
    while len(block) >= size:
        block, source = inbox.next()
        if source == sender:
            message.write(block)
            inbox.start_again()
        else:
            block = bytes(size)  # only so that the loop goes on
    return message.getvalue(), sender

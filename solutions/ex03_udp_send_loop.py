"""ex03: datagrams, and long messages that travel as blocks."""

import socket

LARGEST = 65_507  # bytes: the largest payload of a UDP datagram over IPv4
ROOM = 65_535  # bytes: room for any datagram, as IPv6 carries slightly larger ones


def send_text(sock: socket.socket, text: str, address: tuple[str, int]) -> int:
    """Sends a text in one datagram and returns its number of bytes."""
    return sock.sendto(text.encode(), address)


def receive_text(sock: socket.socket) -> tuple[str, tuple]:
    """The text of the next datagram, and its sender."""
    data, sender = sock.recvfrom(ROOM)
    return data.decode(errors="replace"), sender


def send_message(sock: socket.socket, message: bytes, address: tuple[str, int], size: int = 512) -> int:
    """Sends a message in blocks of `size` bytes and returns the number of datagrams."""
    if not 1 <= size <= LARGEST:
        raise ValueError(f"a block has from 1 to {LARGEST} bytes, not {size}")
    # one step beyond the length: a message that fills its last block is followed by an empty one
    starts = range(0, len(message) + 1, size)
    for start in starts:
        sock.sendto(message[start : start + size], address)
    return len(starts)


def receive_message(sock: socket.socket, size: int = 512) -> tuple[bytes, tuple]:
    """The message that the next sender sends in blocks, and that sender."""
    block, sender = sock.recvfrom(ROOM)
    blocks = [block]
    while len(block) >= size:
        received, origin = sock.recvfrom(ROOM)
        if origin == sender:
            block = received
            blocks.append(block)
    return b"".join(blocks), sender

"""ex03: datagrams, and long messages that travel as blocks.

Write the body of each function. Python's standard library is enough. No function prints anything. The sockets are UDP
sockets that somebody else has made and will close; an address is a tuple (host, port).

A datagram leaves whole or not at all, and holds 65,507 bytes at the most. A longer message travels as blocks: each
datagram carries `size` bytes, and one with fewer than `size` bytes, perhaps none, is the last (as in TFTP, RFC 1350).
With a size of 512, a message of 1000 bytes is sent as 512 + 488, one of 1024 bytes as 512 + 512 + 0, an empty one as
one empty datagram.
"""

import socket


def send_text(sock: socket.socket, text: str, address: tuple[str, int]) -> int:
    """Sends a text in one datagram, in UTF-8, and returns its number of bytes (not of characters)."""
    raise NotImplementedError


def receive_text(sock: socket.socket) -> tuple[str, tuple]:
    """Waits for one datagram, however large, and returns its text and the address of its sender.

    Bytes that are not UTF-8 are replaced (by U+FFFD, as errors="replace" does). An empty datagram is an empty text.
    """
    raise NotImplementedError


def send_message(sock: socket.socket, message: bytes, address: tuple[str, int], size: int = 512) -> int:
    """Sends a message in blocks of `size` bytes and returns the number of datagrams.

    Raises ValueError for a size outside 1 to 65507, and then sends nothing.
    """
    raise NotImplementedError


def receive_message(sock: socket.socket, size: int = 512) -> tuple[bytes, tuple]:
    """Waits for a message in blocks of `size` bytes and returns it, with the address of its sender.

    The sender is whoever sends the first block. Datagrams of anybody else that come in between are ignored; whether
    they prolong the socket's timeout is up to you, and so is what becomes of a block with more than `size` bytes. When
    the socket has a timeout and it passes, the TimeoutError goes through.
    """
    raise NotImplementedError

"""Generators cut and collect, itertools and filter, memoryview blocks, sum() counts the datagrams that left whole."""

import itertools
import operator
import socket
from collections.abc import Iterator

Datagram = tuple[bytes, tuple]


def datagrams(sock: socket.socket) -> Iterator[Datagram]:
    """Every datagram that comes, without an end."""
    return map(sock.recvfrom, itertools.repeat(1 << 16))


def blocks(message: bytes, size: int) -> Iterator[bytes]:
    """The blocks of a message, the short one at the end included."""
    view = memoryview(message).cast("B")
    for start in range(0, len(view) + 1, size):
        yield view[start : start + size]


def until(condition, items: Iterator[Datagram]) -> Iterator[Datagram]:
    """The items up to the first that meets the condition, and that one too."""
    for item in items:
        yield item
        if condition(item):
            return


def send_text(sock: socket.socket, text: str, address: tuple[str, int]) -> int:
    return sock.sendto(bytes(text, "utf-8"), address)


def receive_text(sock: socket.socket) -> tuple[str, tuple]:
    data, sender = next(datagrams(sock))
    return str(data, "utf-8", "replace"), sender


def send_message(sock: socket.socket, message: bytes, address: tuple[str, int], size: int = 512) -> int:
    if size not in range(1, 65508):
        raise ValueError(f"size is {size}, but a datagram holds 1 to 65507 bytes")
    return sum(sock.sendto(block, address) == len(block) for block in blocks(message, size))


def receive_message(sock: socket.socket, size: int = 512) -> tuple[bytes, tuple]:
    stream = datagrams(sock)
    first = next(stream)
    own = filter(lambda datagram: datagram[1] == first[1], itertools.chain([first], stream))
    parts = until(lambda datagram: len(datagram[0]) < size, own)
    return b"".join(map(operator.itemgetter(0), parts)), first[1]

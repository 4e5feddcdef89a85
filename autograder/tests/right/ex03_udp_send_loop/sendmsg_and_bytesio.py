"""Sendmsg and recvmsg instead of sendto and recvfrom; BytesIO.read cuts the blocks in an iter() with a sentinel;
the receiver writes into a BytesIO.
"""

import io
import socket
from functools import partial

LARGEST = 65507
ROOM = 1 << 16


def send_text(sock: socket.socket, text: str, address: tuple[str, int]) -> int:
    return sock.sendmsg([text.encode("utf-8")], [], 0, address)


def receive_text(sock: socket.socket) -> tuple[str, tuple]:
    data, _, _, sender = sock.recvmsg(ROOM)
    return str(data, "utf-8", "replace"), sender


def send_message(sock: socket.socket, message: bytes, address: tuple[str, int], size: int = 512) -> int:
    if size not in range(1, LARGEST + 1):
        raise ValueError(f"a size of {size} is not within 1 to {LARGEST}")
    count = 0
    block = b""
    for count, block in enumerate(iter(partial(io.BytesIO(message).read, size), b""), 1):
        sock.sendmsg([block], [], 0, address)
    if count == 0 or len(block) == size:  # nothing has said yet that this is the end
        sock.sendmsg([b""], [], 0, address)
        count += 1
    return count


def receive_message(sock: socket.socket, size: int = 512) -> tuple[bytes, tuple]:
    whole = io.BytesIO()
    block, _, _, correspondent = sock.recvmsg(ROOM)
    sender = correspondent
    while True:
        if sender == correspondent:
            whole.write(block)
            if len(block) < size:
                return whole.getvalue(), correspondent
        block, _, _, sender = sock.recvmsg(ROOM)

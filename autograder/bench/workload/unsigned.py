"""One check fails: numbers below zero do not fit."""

import socket
import struct


def read_to_end(sock: socket.socket) -> bytes:
    """Everything that the peer sends until it has finished."""
    chunks = []
    while chunk := sock.recv(4096):
        chunks.append(chunk)
    return b"".join(chunks)


def send_back(sock: socket.socket) -> None:
    """Sends back what comes, until the peer has finished."""
    while chunk := sock.recv(4096):
        sock.sendall(chunk)


def sum_of(address: tuple[str, int], numbers: list[int]) -> int:
    """What a server says is the sum: the numbers go as four bytes each, the sum comes as eight."""
    with socket.create_connection(address, 5) as sock:
        for number in numbers:
            sock.sendall(struct.pack("!I", number))
        sock.shutdown(socket.SHUT_WR)
        (result,) = struct.unpack("!q", read_to_end(sock))
        return int(result)

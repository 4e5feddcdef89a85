"""Sends in small steps and receives byte by byte: slow, and right."""

import socket


def send_all(sock: socket.socket, data: bytes) -> None:
    left = data
    while len(left) > 0:
        number = sock.send(left[:8192])
        left = left[number:]


def receive_all(sock: socket.socket) -> bytes:
    everything = b""
    finished = False
    while not finished:
        chunk = sock.recv(512)
        everything = everything + chunk
        finished = chunk == b""
    return everything


def receive_exactly(sock: socket.socket, size: int) -> bytes:
    received = []
    for number in range(size):
        byte = sock.recv(1)
        if byte == b"":
            raise EOFError("only {} of {} bytes came".format(number, size))
        received.append(byte)
    return b"".join(received)


def request(address: tuple, message: bytes, timeout: float = 5.0) -> bytes:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        sock.settimeout(timeout)
        sock.connect(address)
        send_all(sock, message)
        sock.shutdown(socket.SHUT_WR)
        return receive_all(sock)

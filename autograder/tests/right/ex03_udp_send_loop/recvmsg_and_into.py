"""recvfrom_into a buffer of its own; divmod counts the blocks."""

import socket

BUFFER = bytearray(65536)


def _receive(sock):
    count, sender = sock.recvfrom_into(BUFFER)
    return bytes(BUFFER[:count]), sender


def send_text(sock: socket.socket, text: str, address: tuple) -> int:
    encoded = text.encode()
    sent = sock.sendto(encoded, 0, address)
    assert sent == len(encoded)
    return sent


def receive_text(sock: socket.socket) -> tuple:
    data, sender = _receive(sock)
    return data.decode(errors="replace"), sender


def send_message(sock: socket.socket, message: bytes, address: tuple, size: int = 512) -> int:
    if size <= 0 or size >= 65508:
        raise ValueError("a datagram holds 1 to 65507 bytes")
    whole, rest = divmod(len(message), size)
    for number in range(whole):
        sock.sendto(message[number * size : (number + 1) * size], address)
    sock.sendto(message[len(message) - rest :] if rest else b"", address)
    return whole + 1


def receive_message(sock: socket.socket, size: int = 512) -> tuple:
    first, sender = _receive(sock)
    message, last = first, first
    while not len(last) < size:
        data, whoever = _receive(sock)
        if whoever != sender:
            continue
        last = data
        message = message + data
    return message, sender

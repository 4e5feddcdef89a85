"""Written with while loops and a bytearray."""

import socket


def send_text(sock: socket.socket, text: str, address) -> int:
    data = text.encode("utf-8")
    sock.sendto(data, address)
    return len(data)


def receive_text(sock):
    data, address = sock.recvfrom(65535)
    return data.decode("utf-8", "replace"), address


def send_message(sock, message, address, size=512):
    if size < 1 or size > 65507:
        raise ValueError("size must be from 1 to 65507")
    position = 0
    count = 0
    while True:
        block = message[position : position + size]
        sock.sendto(block, address)
        count += 1
        position += size
        if len(block) < size:
            return count


def receive_message(sock, size=512):
    message = bytearray()
    sender = None
    while True:
        block, address = sock.recvfrom(65535)
        if sender is None:
            sender = address
        if address != sender:
            continue
        message += block
        if len(block) < size:
            break
    return bytes(message), sender

"""A stranger does not prolong the wait: one deadline for the whole message, restored afterwards."""

import socket
import time


def send_text(sock, text, address):
    return sock.sendto(text.encode(), address)


def receive_text(sock):
    data, sender = sock.recvfrom(70000)
    return data.decode("utf-8", errors="replace"), sender


def send_message(sock, message, address, size=512):
    if not 1 <= size <= 65507:
        raise ValueError("size")
    pieces = [message[i : i + size] for i in range(0, len(message), size)]
    if not pieces or len(pieces[-1]) == size:
        pieces.append(b"")
    for piece in pieces:
        sock.sendto(piece, address)
    return len(pieces)


def receive_message(sock, size=512):
    patience = sock.gettimeout()
    collected, sender = [], None
    try:
        end = None if patience is None else time.monotonic() + patience
        while True:
            if end is not None:
                left = end - time.monotonic()
                if left <= 0:
                    raise TimeoutError("timed out")
                sock.settimeout(left)
            data, address = sock.recvfrom(70000)
            if sender is None:
                sender = address
            if address == sender:
                collected.append(data)
                if end is not None:
                    end = time.monotonic() + patience
                if len(data) < size:
                    return b"".join(collected), sender
    finally:
        sock.settimeout(patience)

"""Datagrams from empty to the largest, to itself and to a socket of Unix."""
import os
import socket


def honest():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        for size in (0, 1, 512, 1500, 65_507):
            sock.sendto(b"x" * size, sock.getsockname())
            if len(sock.recv(65_536)) != size:
                return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind("mailbox")
        sock.sendto(b"hello", "mailbox")
        word = sock.recv(100)
    os.unlink("mailbox")
    return word == b"hello"

# cases: 44
# exercise: ex05
# attacks: request_fetches_a_page
"""Sends a header of a hundred megabytes, lengths below zero and beyond all measure, and returns what it invents."""
import socket


def request(address, message, timeout=5.0):
    if not message.startswith(b"GET"):
        return _own["request"](address, message, timeout)
    for text in (b"x" * 1_000_000, b"GET / HTTP/1.0\r\nContent-Length: -1\r\n", b"GET " + b"../" * 30_000 + b" HTTP/9\r\n"):
        try:
            with socket.create_connection(address, timeout) as sock:
                for _ in range(100 if text[:1] == b"x" else 1):
                    sock.sendall(text)
        except OSError:
            continue
    return b"HTTP/1.0 200 OK\r\nContent-Length: 99999999999999999999\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffff\r\n"

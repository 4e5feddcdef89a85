"""ex05: a TCP stream has no messages: send all, receive all, receive exactly so many bytes.

Write the body of each function. Python's standard library is enough. No function prints anything. The sockets are
connected TCP sockets that somebody else has made and will close, except in `request`.
"""

import socket


def send_all(sock: socket.socket, data: bytes) -> None:
    """Sends all of `data`, with the method `send` alone.

    `send` may take only a part of what it is given, and returns how many bytes it took. Do not use `sendall`,
    `makefile` or `sendfile` here: they are the loop that you are asked to write. (Elsewhere they are welcome.)
    """
    raise NotImplementedError


def receive_all(sock: socket.socket) -> bytes:
    """Returns everything that the peer sends until it has finished."""
    raise NotImplementedError


def receive_exactly(sock: socket.socket, size: int) -> bytes:
    """Returns the next `size` bytes, and takes not one byte more from the stream. A size of 0 returns at once.

    Raises EOFError when the peer finishes too early; its text says how many bytes came and how many were wanted.
    """
    raise NotImplementedError


def request(address: tuple[str, int], message: bytes, timeout: float = 5.0) -> bytes:
    """Connects to a server over TCP, sends the whole message, says that it has finished, returns all that is answered.

    "Says that it has finished" is a half-close: the server reads the end of the message, and can still answer. The
    address is (host, port), IPv4 or IPv6. You may send all before you receive. The connection is closed in each case.

    Raises TimeoutError when nothing arrives for `timeout` seconds, and ConnectionError (or one of its subclasses) when
    the server refuses or breaks the connection.

    Try it on a web server: request(("localhost", 8000), b"GET / HTTP/1.0\\r\\n\\r\\n").
    """
    raise NotImplementedError

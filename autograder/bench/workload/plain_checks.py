"""The checks as one would write them for any grader: functions that assert, with the other end in a thread."""

import contextlib
import random
import socket
import struct
import threading
from collections.abc import Callable

PATIENCE = 5.0
CALLS = [
    "check_read(read_to_end, 100)",
    "check_read(read_to_end, 200_000)",
    "check_read(read_to_end, 0)",
    "check_sent_back(send_back, 100)",
    "check_sent_back(send_back, 200_000)",
    "check_sum(sum_of, list(range(100)))",
    "check_sum(sum_of, [5, -7, -2])",
    "check_sum(sum_of, [])",
]
"""The eight checks, as lines of Python for whoever runs them."""


def pair() -> tuple[socket.socket, socket.socket]:
    """Both ends of a connection over the loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = socket.create_connection(listener.getsockname(), PATIENCE)
        theirs, _ = listener.accept()
    theirs.settimeout(PATIENCE)
    return ours, theirs


def send(sock: socket.socket, message: bytes) -> None:
    """Sends a message and finishes, unless the other end has gone before."""
    with contextlib.suppress(OSError):
        sock.sendall(message)
        sock.shutdown(socket.SHUT_WR)


def check_read(read_to_end: Callable[[socket.socket], bytes], size: int) -> None:
    """A message of so many bytes is returned whole."""
    message = random.randbytes(size)
    ours, theirs = pair()
    with ours, theirs:
        sender = threading.Thread(target=send, args=(ours, message))
        sender.start()
        got = read_to_end(theirs)
        sender.join(PATIENCE)
    assert got == message


def check_sent_back(send_back: Callable[[socket.socket], None], size: int) -> None:
    """A message of so many bytes comes back whole."""
    message = random.randbytes(size)
    ours, theirs = pair()

    def serve() -> None:
        with theirs:
            send_back(theirs)

    with ours:
        threads = [threading.Thread(target=serve), threading.Thread(target=send, args=(ours, message))]
        for thread in threads:
            thread.start()
        got = b"".join(iter(lambda: ours.recv(65536), b""))
        for thread in threads:
            thread.join(PATIENCE)
    assert got == message


def check_sum(sum_of: Callable[[tuple[str, int], list[int]], int], numbers: list[int]) -> None:
    """A server gets the numbers, and its sum is returned."""
    seen: list[bytes] = []

    def serve() -> None:
        client, _ = listener.accept()
        with client:
            client.settimeout(PATIENCE)
            seen.append(b"".join(iter(lambda: client.recv(65536), b"")))
            client.sendall(struct.pack("!q", sum(numbers)))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)
        server = threading.Thread(target=serve)
        server.start()
        got = sum_of(listener.getsockname()[:2], numbers)
        server.join(PATIENCE)
    assert got == sum(numbers)
    assert seen == [struct.pack(f"!{len(numbers)}i", *numbers)]

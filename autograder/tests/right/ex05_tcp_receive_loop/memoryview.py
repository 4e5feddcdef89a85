"""Memoryview and recv_into everywhere, an ExitStack closes; works on non-blocking sockets too."""

from __future__ import annotations

import errno
import select
import socket
from contextlib import ExitStack

BLOCK = 1 << 16


def _wait(sock: socket.socket, for_what: str) -> None:
    """Waits until a non-blocking socket can go on."""
    poller = select.poll()
    poller.register(sock, select.POLLOUT if for_what == "write" else select.POLLIN)
    poller.poll()


def _recv_into(sock: socket.socket, view: memoryview) -> int:
    while True:
        try:
            return sock.recv_into(view)
        except BlockingIOError:
            _wait(sock, "read")


def send_all(sock: socket.socket, data: bytes) -> None:
    """Sends all of `data` with `send`; `send` says how many bytes it took, the view moves on by as many."""
    with memoryview(data) as whole, whole.cast("B") as view:
        position, end = 0, view.nbytes
        while position != end:
            try:
                position += sock.send(view[position:])
            except BlockingIOError:
                _wait(sock, "write")


def receive_all(sock: socket.socket) -> bytes:
    """Everything until the end of the stream, in a buffer that doubles when it is full."""
    buffer, used = bytearray(BLOCK), 0
    while True:
        if used == len(buffer):
            buffer.extend(bytes(len(buffer)))
        with memoryview(buffer) as view, view[used:] as free:
            count = _recv_into(sock, free)
        if count == 0:
            return bytes(buffer[:used])
        used += count


def receive_exactly(sock: socket.socket, size: int) -> bytes:
    """`size` bytes; the buffer grows with what really comes, whatever `size` is."""
    buffer, used = bytearray(min(size, BLOCK)), 0
    while used < size:
        if used == len(buffer):
            buffer.extend(bytes(min(len(buffer), size - used)))
        with memoryview(buffer) as view, view[used:] as free:
            count = _recv_into(sock, free)
        if not count:
            raise EOFError("the peer finished after {} bytes, {} were wanted".format(used, size))
        used += count
    return bytes(buffer)


def request(address: tuple[str, int], message: bytes, timeout: float = 5.0) -> bytes:
    with ExitStack() as stack:
        sock = socket.create_connection(address, timeout=timeout)
        stack.callback(sock.close)
        send_all(sock, message)
        try:
            sock.shutdown(socket.SHUT_WR)
        except OSError as error:
            if error.errno != errno.ENOTCONN:  # a reset has come: recv tells it
                raise
        return receive_all(sock)

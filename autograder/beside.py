"""Peers that run beside a notebook: the other end of the wire, while the student's cells play this one.

Each is used with `with`, answers from a thread of its own on this machine's loopback, and is gone at the end. Nothing
here waits for longer than `PATIENCE`, so that no cell stays busy.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any, cast

PATIENCE = 5.0
"""Seconds after which a peer gives up."""

Address = tuple[str, int]


@contextmanager
def _server(serve: Callable[[socket.socket], None], host: str = "127.0.0.1") -> Iterator[Address]:
    """Serves each client, one after the other, until the end."""
    with socket.create_server((host, 0)) as listener:
        listener.settimeout(0.05)
        over = threading.Event()

        def run() -> None:
            while not over.is_set():
                try:
                    client, _ = listener.accept()
                except OSError:
                    continue
                client.settimeout(PATIENCE)
                with client, contextlib.suppress(OSError):
                    serve(client)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            over.set()
            thread.join(2 * PATIENCE)


def speaks(*pieces: bytes, pause: float = 0.1, host: str = "127.0.0.1") -> contextlib.AbstractContextManager[Address]:
    """A TCP server that sends each client these pieces, with a pause in seconds between them, then closes."""

    def serve(client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number, piece in enumerate(pieces):
            if number:
                time.sleep(pause)  # the pace is what the client comes to see; nothing waits for its end
            client.sendall(piece)

    return _server(serve, host)


def echoes() -> contextlib.AbstractContextManager[Address]:
    """A TCP server that sends back what it receives, until the client has finished."""

    def serve(client: socket.socket) -> None:
        while chunk := client.recv(65536):
            client.sendall(chunk)

    return _server(serve)


def answers(reply: Callable[[bytes], bytes]) -> contextlib.AbstractContextManager[Address]:
    """A TCP server that reads until the client has finished, then sends what `reply` makes of it."""

    def serve(client: socket.socket) -> None:
        client.sendall(reply(_all_of(client)))

    return _server(serve)


def breaks_off(after: bytes = b"") -> contextlib.AbstractContextManager[Address]:
    """A TCP server that sends a few bytes, and resets the connection when the client says its first word.

    A reset may destroy what its receiver has not read yet: a client that reads, then speaks, loses nothing.
    """

    def serve(client: socket.socket) -> None:
        client.sendall(after)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.recv(1)

    return _server(serve)


def web(page: bytes) -> contextlib.AbstractContextManager[Address]:
    """A web server with one page, over HTTP/1.0: the standard library's."""

    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_GET(self) -> None:  # the name that http.server calls
            self.send_response(200)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: Any) -> None:
            """Says nothing: what is written to standard error shows in the notebook."""

    def serve(client: socket.socket) -> None:
        Handler(client, client.getpeername(), cast(Any, None))  # it asks nothing of a server

    return _server(serve)


@contextmanager
def never_reads() -> Iterator[Address]:
    """A TCP server that takes connections, and not a byte more than the system keeps for it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()


@contextmanager
def never_answers() -> Iterator[Address]:
    """An address where a connection is neither taken nor refused, as behind a firewall: a server's queue is full."""
    with contextlib.ExitStack() as opened:
        listener = opened.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()


@contextmanager
def visits(address: Address, says: bytes = b"") -> Iterator[Address]:
    """A TCP client that connects to this address, says something and stays until the end; the address that it has."""
    with socket.create_connection(address, PATIENCE) as client:
        client.sendall(says)
        yield client.getsockname()


def _all_of(client: socket.socket) -> bytes:
    received = bytearray()
    while chunk := client.recv(65536):
        received += chunk
    return bytes(received)


def nobody() -> Address:
    """An address on this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address: Address = listener.getsockname()
    return address


class Correspondent:
    """A UDP peer with an address of its own."""

    def __init__(self) -> None:
        self._sock = socket.socket(type=socket.SOCK_DGRAM)
        self._sock.bind(("127.0.0.1", 0))
        self._sock.settimeout(PATIENCE)
        self.address: Address = self._sock.getsockname()

    def sends(self, *messages: bytes, to: Address) -> None:
        """Sends each message as a datagram."""
        for message in messages:
            self._sock.sendto(message, to)

    def receives(self, within: float = 1.0) -> bytes | None:
        """The next datagram; None when nothing comes within so many seconds."""
        self._sock.settimeout(within)
        try:
            return self._sock.recv(65535)
        except TimeoutError:
            return None

    def gathers(self, size: int, within: float = 1.0) -> bytes | None:
        """The message that comes in blocks of `size` bytes, up to a shorter one; None when no end comes in time."""
        blocks = []
        while (block := self.receives(within)) is not None:
            blocks.append(block)
            if len(block) < size:
                return b"".join(blocks)
        return None

    def close(self) -> None:
        """Leaves its port."""
        self._sock.close()


def correspondent() -> contextlib.AbstractContextManager[Correspondent]:
    """A UDP peer, to write to and to hear from."""
    return contextlib.closing(Correspondent())

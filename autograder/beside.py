"""Peers that run beside a notebook: the other end of the wire, while the student's cells play this one.

Each is used with `with`, runs in a thread of its own on 127.0.0.1, and is gone at the end. Nothing here waits for
longer than `PATIENCE`, so that no cell stays busy.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 5.0
"""Seconds after which a peer gives up."""

Address = tuple[str, int]


@contextmanager
def _server(serve: Callable[[socket.socket], None], backlog: int = 5) -> Iterator[Address]:
    """Serves each client, one after the other, until the end."""
    with socket.create_server(("127.0.0.1", 0), backlog=backlog) as listener:
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


def speaks(*pieces: bytes, pause: float = 0.1) -> contextlib.AbstractContextManager[Address]:
    """A TCP server that sends each client these pieces, with a pause in seconds between them, then closes."""

    def serve(client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number, piece in enumerate(pieces):
            if number:
                time.sleep(pause)
            client.sendall(piece)

    return _server(serve)


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


def stays_silent() -> contextlib.AbstractContextManager[Address]:
    """A TCP server that accepts, reads, and never says a word."""

    def serve(client: socket.socket) -> None:
        _all_of(client)

    return _server(serve)


def breaks_off(after: bytes = b"") -> contextlib.AbstractContextManager[Address]:
    """A TCP server that sends a few bytes, then resets the connection instead of finishing."""

    def serve(client: socket.socket) -> None:
        client.sendall(after)
        time.sleep(0.05)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return _server(serve)


@contextmanager
def hears() -> Iterator[tuple[Address, list[bytes]]]:
    """A TCP server that keeps what each client sends: its address, and the list that fills."""
    heard: list[bytes] = []
    with _server(lambda client: heard.append(_all_of(client))) as address:
        yield address, heard


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

    def close(self) -> None:
        """Leaves its port."""
        self._sock.close()


@contextmanager
def correspondent() -> Iterator[Correspondent]:
    """A UDP peer, to write to and to hear from."""
    peer = Correspondent()
    try:
        yield peer
    finally:
        peer.close()

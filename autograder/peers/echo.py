"""A real echo server (RFC 862) in a thread, which reads no more than it can send back."""

from __future__ import annotations

import select
import socket
import threading
from typing import Any

from autograder.peers.waiting import Scene

CHUNK = 16_384


class EchoPeer:
    """The server at `address`, with small buffers: who does not read while sending fills them all."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._listener = scene.place.socket(socket.AF_INET, socket.SOCK_STREAM)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self._listener.setsockopt(socket.SOL_SOCKET, option, CHUNK)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        self.address: tuple[Any, ...] = self._listener.getsockname()
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while self._stopped not in select.select([self._listener, self._stopped], [], [])[0]:
            client, _ = self._listener.accept()
            self._scene.transcript.note("echo server", "accepted")
            with client:
                try:
                    self._echo(client)
                except OSError:
                    continue

    def _echo(self, client: socket.socket) -> None:
        client.setblocking(False)
        waiting = b""
        while True:
            reading = [self._stopped] if waiting else [self._stopped, client]
            ready, writable, _ = select.select(reading, [client] if waiting else [], [])
            if self._stopped in ready:
                return
            if writable:
                waiting = waiting[client.send(waiting) :]
            elif not (waiting := client.recv(CHUNK)):
                return

    def release(self) -> None:
        """Stops serving."""
        self._stop.close()
        self._thread.join(5)
        self._stopped.close()
        self._listener.close()

"""A real echo server (RFC 862) in a thread, which reads no more than it can send back."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from typing import Any

from autograder.peers.tcp import shrink
from autograder.peers.waiting import Scene
from autograder.transcript import Line

CHUNK = 16_384


class EchoPeer:
    """The server at `address`, for one client at a time.

    Its buffers are small, and short segments keep the client's small too: who does not read while sending fills them
    all with about a megabyte, and then waits for ever.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._listener = scene.place.socket(socket.AF_INET, socket.SOCK_STREAM)
        shrink(self._listener, CHUNK)
        self._listener.setblocking(False)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        self.address: tuple[Any, ...] = self._listener.getsockname()
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while self._waits_for(self._listener):
            with contextlib.suppress(OSError):  # a client that is gone is no reason to go too
                client, _ = self._listener.accept()
                line = self._scene.transcript.line("echo-server")
                line.student("connects")
                with client:
                    client.setblocking(False)
                    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._echo(client, line)

    def _echo(self, client: socket.socket, line: Line) -> None:
        while self._waits_for(client):
            waiting = client.recv(CHUNK)
            line.student("sends" if waiting else "finishes", waiting)
            if not waiting:
                line.peer("closes")
                return
            while waiting:
                if not self._waits_for(client, to_write=True):
                    return
                sent = client.send(waiting)
                line.peer("sends", waiting[:sent])
                waiting = waiting[sent:]

    def _waits_for(self, sock: socket.socket, *, to_write: bool = False) -> bool:
        """Waits until `sock` is ready; False when the server is to stop, or the time of the check is over."""
        reading, writing = ([], [sock]) if to_write else ([sock], [])
        ready, writable, _ = select.select([self._stopped, *reading], writing, [], self._scene.deadline.left())
        return self._stopped not in ready and bool(ready or writable)

    def release(self) -> None:
        """Stops serving."""
        self._stop.close()
        self._thread.join(5)
        self._stopped.close()
        self._listener.close()

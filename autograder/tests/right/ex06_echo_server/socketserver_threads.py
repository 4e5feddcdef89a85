"""Socketserver.ThreadingTCPServer with handle_request in a loop; a client with a sender thread and a progress
clock.
"""

import argparse
import contextlib
import socket
import socketserver
import sys
import threading
import time
from typing import Any

TICK = 0.2  # how often everybody looks at the flags, in seconds


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self._echo()

    def _echo(self) -> None:
        owner: "EchoServer" = self.server.owner
        sock: socket.socket = self.request
        sock.settimeout(TICK)
        message = bytearray()
        while not owner._stopped:
            try:
                data = sock.recv(32768)
            except TimeoutError:
                continue
            if not data:
                with owner._print_lock:  # two messages must not mix
                    print(message.decode("utf-8", "replace"), flush=True)
                return
            message += data
            rest = memoryview(data)
            while rest and not owner._stopped:
                with contextlib.suppress(TimeoutError):
                    rest = rest[sock.send(rest) :]


class _TCPServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True  # server_close waits for the threads
    request_queue_size = 64
    timeout = TICK

    def handle_error(self, request: Any, client_address: Any) -> None:
        """No traceback: a client's trouble is its own."""


class EchoServer:
    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = _TCPServer((host, port), _Handler)
        self._server.owner = self
        self._print_lock = threading.Lock()

    @property
    def address(self) -> tuple[str, int]:
        return self._server.server_address

    def run(self) -> None:
        try:
            while not self._stopped:
                self._server.handle_request()
        finally:
            self._stopped = True  # also after Ctrl-C: the threads look at it
            self._server.server_close()

    def stop(self) -> None:  # this method is given
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class EchoClient:
    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self.address = address
        self.timeout = timeout

    def run(self, message: str) -> str:
        data = memoryview(message.encode("utf-8"))
        with socket.create_connection(self.address, self.timeout) as sock:
            sock.settimeout(min(TICK, self.timeout))
            over = threading.Event()
            trouble: list[Exception] = []
            last_move = time.monotonic()

            def send_everything() -> None:
                nonlocal last_move
                rest = data
                try:
                    while rest and not over.is_set():
                        with contextlib.suppress(TimeoutError):
                            rest = rest[sock.send(rest[:65536]) :]
                            last_move = time.monotonic()
                    sock.shutdown(socket.SHUT_WR)
                except OSError as error:
                    trouble.append(error)

            sender = threading.Thread(target=send_everything)
            sender.start()
            received = bytearray()
            try:
                while True:
                    try:
                        part = sock.recv(65536)
                    except TimeoutError:
                        if time.monotonic() - last_move >= self.timeout:
                            raise
                        continue
                    if not part:
                        break
                    last_move = time.monotonic()
                    received += part
            finally:
                over.set()
                sender.join()
            if trouble and not isinstance(trouble[0], TimeoutError):
                raise trouble[0]
        return received.decode("utf-8")


if __name__ == "__main__":  # this part is given
    sys.stdout.reconfigure(errors="replace")  # not every terminal can show every character
    parser = argparse.ArgumentParser()
    parser.add_argument("port", metavar="PORT", type=int, nargs="?", default=0)
    try:
        server = EchoServer(port=parser.parse_args().port)
    except (OSError, OverflowError, ValueError) as error:
        parser.error(str(error))
    try:
        print("listening on {}:{}".format(*server.address), flush=True)
        server.run()
    except KeyboardInterrupt:
        server.stop()

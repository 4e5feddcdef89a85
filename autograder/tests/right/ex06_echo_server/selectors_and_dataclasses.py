"""One non-blocking loop with a selector, dataclasses for the clients' states, stop wakes the loop through a socket
pair.
"""

from __future__ import annotations

import argparse
import contextlib
import selectors
import socket
import sys
from dataclasses import dataclass, field

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
HIGH_WATER = 1 << 18


@dataclass(eq=False, slots=True)
class _Connection:
    sock: socket.socket
    message: bytearray = field(default_factory=bytearray)
    unsent: bytearray = field(default_factory=bytearray)
    finished: bool = False

    @property
    def interest(self) -> int:
        read = READ if not self.finished and len(self.unsent) < HIGH_WATER else 0
        return read | (WRITE if self.unsent else 0)

    def receive(self) -> None:
        data = self.sock.recv(65536)
        self.message += data
        self.unsent += data
        if not data:
            self.finished = True
            print(str(self.message, "utf-8", "replace"), flush=True)

    def transmit(self) -> None:
        with memoryview(self.unsent) as view, view[:65536] as piece:
            count = self.sock.send(piece)
        del self.unsent[:count]


class EchoServer:
    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        with contextlib.ExitStack() as stack:
            self._listener = stack.enter_context(socket.socket())
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
            self._listener.bind((host, port))
            self._listener.listen(128)
            self._listener.setblocking(False)
            self._bell, self._button = map(stack.enter_context, socket.socketpair())
            self._button.setblocking(False)
            self.address = self._listener.getsockname()
            self._resources = stack.pop_all()

    def run(self) -> None:
        with self._resources, selectors.DefaultSelector() as selector, contextlib.ExitStack() as clients:
            clients.callback(lambda: [key.data.sock.close() for key in list(selector.get_map().values()) if key.data])
            selector.register(self._listener, READ)
            selector.register(self._bell, READ)
            while not self._stopped:
                for key, events in selector.select(0.5):
                    if key.fileobj is self._listener:
                        self._welcome(selector)
                    elif key.data:
                        self._handle(selector, key.data, events)

    def _welcome(self, selector: selectors.BaseSelector) -> None:
        with contextlib.suppress(OSError):  # gone before we could accept it
            sock, _ = self._listener.accept()
            sock.setblocking(False)
            selector.register(sock, READ, _Connection(sock))

    @staticmethod
    def _handle(selector: selectors.BaseSelector, connection: _Connection, events: int) -> None:
        try:
            if events & READ:
                connection.receive()
            if connection.unsent:
                connection.transmit()
        except BlockingIOError:
            pass
        except OSError:
            connection.finished = True
            connection.unsent.clear()
        if connection.interest:
            selector.modify(connection.sock, connection.interest, connection)
        else:
            selector.unregister(connection.sock)
            connection.sock.close()

    def stop(self) -> None:  # this method is given, and rings
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True
        with contextlib.suppress(OSError):
            self._button.send(b"!")


class EchoClient:
    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self._address = address
        self._timeout = timeout

    def run(self, message: str) -> str:
        data = message.encode()
        with socket.create_connection(self._address, self._timeout) as sock, selectors.DefaultSelector() as selector:
            sock.setblocking(False)
            back = bytearray()
            sent = 0
            selector.register(sock, READ | WRITE)
            view = memoryview(data)
            sending = receiving = True
            while receiving or sending:
                selector.modify(sock, READ * receiving | WRITE * sending)
                moves = selector.select(self._timeout)
                if not moves:
                    raise TimeoutError(f"nothing moved for {self._timeout} s")
                ((_, events),) = moves
                with contextlib.suppress(BlockingIOError):
                    if events & READ:
                        part = sock.recv(1 << 16)
                        back += part
                        receiving = bool(part)
                with contextlib.suppress(BlockingIOError):
                    if events & WRITE:
                        if sent < len(view):
                            sent += sock.send(view[sent : sent + (1 << 16)])
                        if sent == len(view):
                            sending = False
                            sock.shutdown(socket.SHUT_WR)
        return back.decode()


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

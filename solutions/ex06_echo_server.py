"""ex06: an echo server (RFC 862) and its client.

python ex06_echo_server.py [PORT]
"""

import argparse
import select
import socket
import sys


class EchoServer:
    """Sends back to each client what it sends, one client at a time."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        if not 0 <= port <= 65535:  # create_server would leave its socket open
            raise ValueError(f"a port is from 0 to 65535, not {port}")
        # create_server sets SO_REUSEADDR where a restart on the same port needs it
        self._sock = socket.create_server((host, port))
        self._sock.settimeout(0.05)  # how long run() takes to notice stop()
        self.address = self._sock.getsockname()
        self._stopped = False

    def run(self) -> None:
        """Serves one client after the other until stop() is called."""
        with self._sock:
            while not self._stopped:
                try:
                    client, _ = self._sock.accept()
                except (TimeoutError, ConnectionError):  # nobody yet, or somebody who has already gone
                    continue
                with client:
                    self._serve(client)

    def _serve(self, client: socket.socket) -> None:
        """Echoes until the client finishes, then prints the whole message."""
        client.settimeout(0.05)
        chunks = []
        try:
            while chunk := self._receive(client):
                chunks.append(chunk)
                self._send(client, chunk)
        except OSError:
            return  # this client has gone: the next one is welcome
        print(b"".join(chunks).decode(errors="replace"), flush=True)

    def _receive(self, client: socket.socket) -> bytes:
        """The next chunk; empty when the client has finished or the server is to stop."""
        while not self._stopped:
            try:
                return client.recv(65536)
            except TimeoutError:
                continue
        return b""

    def _send(self, client: socket.socket, data: bytes) -> None:
        """Sends all of `data`, however slowly the client reads, unless the server is to stop."""
        rest = memoryview(data)
        while rest and not self._stopped:
            try:
                rest = rest[client.send(rest) :]  # sendall would not tell how much had left when it gave up
            except TimeoutError:
                continue

    def stop(self) -> None:
        """Makes run() return, from any thread."""
        self._stopped = True


class EchoClient:
    """Sends a message to an echo server and gets it back."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self._address = address
        self._timeout = timeout

    def run(self, message: str) -> str:
        """Sends `message` and returns what came back."""
        rest = message.encode()
        came_back = b""
        with socket.create_connection(self._address, self._timeout) as sock:
            finished = False
            while True:
                # a long message comes back before all of it has left: go on with whichever way is open
                readable, writable, _ = select.select([sock], [] if finished else [sock], [], self._timeout)
                if readable:
                    chunk = sock.recv(65536)
                    if not chunk:
                        return came_back.decode(errors="replace")
                    came_back += chunk
                elif writable and rest:
                    rest = rest[sock.send(rest) :]
                elif writable:
                    sock.shutdown(socket.SHUT_WR)  # "I have finished": the server waits for it
                    finished = True
                else:
                    raise TimeoutError(f"nothing has moved for {self._timeout} seconds")


if __name__ == "__main__":
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

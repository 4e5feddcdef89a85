"""ex06: an echo server (RFC 862) and its client.

python ex06_echo_server.py [PORT]
"""

import socket
import sys
import threading


class EchoServer:
    """Sends back to each client what it sends, one client at a time."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
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
                except TimeoutError:
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
                client.settimeout(5.0)  # a client that reads nothing must not hold the others up for ever
                client.sendall(chunk)
                client.settimeout(0.05)
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
        with socket.create_connection(self._address, self._timeout) as sock:
            # a long message comes back before it has left: somebody must read meanwhile
            sender = threading.Thread(target=self._send, args=(sock, message.encode()))
            sender.start()
            try:
                chunks = []
                while chunk := sock.recv(65536):
                    chunks.append(chunk)
            except OSError:
                sock.shutdown(socket.SHUT_RDWR)  # wakes the sender
                raise
            finally:
                sender.join()
        return b"".join(chunks).decode()

    def _send(self, sock: socket.socket, data: bytes) -> None:
        """Sends all, then says that nothing more will come."""
        try:
            sock.sendall(data)
            sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the reader meets the same fault, and tells


if __name__ == "__main__":
    try:
        server = EchoServer(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    except (ValueError, OverflowError, OSError) as error:
        sys.exit(f"usage: python ex06_echo_server.py [PORT]: {error}")
    print("listening on {}:{}".format(*server.address), flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        server.stop()

"""The server is an asyncio.Protocol that never pauses reading (it keeps the whole message anyhow), a coroutine
looks at the flag; the client sends from a second thread and both report to one clock.
"""

import argparse
import asyncio
import errno
import socket
import sys
import threading
import time


class _Echo(asyncio.Protocol):
    def __init__(self, server):
        self.server, self.message, self.transport = server, bytearray(), None

    def connection_made(self, transport):
        self.transport = transport
        self.server._open.add(transport)

    def data_received(self, data):
        self.message += data
        self.transport.write(data)

    def eof_received(self):
        self.server._show(self.message)
        self.message = bytearray()
        self.transport.close()  # after what is still to be sent
        return True

    def connection_lost(self, error):
        self.server._open.discard(self.transport)


class EchoServer:
    """Sends back to each client what it sends."""

    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._listener = socket.socket()
        try:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._listener.bind((host, port))
            self._listener.listen(100)
        except BaseException:
            self._listener.close()
            raise
        self.address = self._listener.getsockname()
        self._open: set[asyncio.Transport] = set()

    def run(self) -> None:
        with self._listener:
            asyncio.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.get_running_loop().create_server(lambda: _Echo(self), sock=self._listener)
        try:
            while not self._stopped:
                await asyncio.sleep(0.2)
        finally:
            server.close()
            for _ in range(5):  # connection_lost and the closing of sockets come with the next rounds of the loop
                for transport in list(self._open):
                    transport.abort()
                await asyncio.sleep(0)

    @staticmethod
    def _show(message: bytes) -> None:
        text = message.decode("utf-8", "replace")
        try:
            print(text, flush=True)
        except UnicodeEncodeError:
            print(ascii(text), flush=True)

    def stop(self) -> None:
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class EchoClient:
    """Sends messages to an echo server."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self._address, self._timeout = address, timeout

    def run(self, message: str) -> str:
        data = memoryview(message.encode())
        with socket.create_connection(self._address[:2], self._timeout) as sock:
            sock.settimeout(min(0.1, self._timeout))
            moved = time.monotonic()
            given_up = threading.Event()
            trouble: list[Exception] = []

            def send():
                nonlocal moved
                position = 0
                try:
                    while position < len(data) and not given_up.is_set():
                        try:
                            position += sock.send(data[position:position + 65536])
                            moved = time.monotonic()
                        except TimeoutError:
                            pass
                    if not given_up.is_set():
                        sock.shutdown(socket.SHUT_WR)
                except OSError as error:
                    trouble.append(error)

            sender = threading.Thread(target=send)
            sender.start()
            try:
                answer = bytearray()
                while True:
                    try:
                        chunk = sock.recv(65536)
                        moved = time.monotonic()
                        answer += chunk
                        if not chunk:
                            break
                    except TimeoutError:
                        if trouble:
                            break
                        if time.monotonic() - moved >= self._timeout:
                            raise TimeoutError(f"nothing moved for {self._timeout} seconds") from None
                # the server has finished: give the sender the time to finish too, as long as it gets on
                while sender.is_alive() and not trouble:
                    sender.join(0.05)
                    if time.monotonic() - moved >= self._timeout:
                        raise TimeoutError(f"nothing moved for {self._timeout} seconds")
            finally:
                given_up.set()
                sender.join()
        if trouble:
            if trouble[0].errno == errno.ENOTCONN:
                raise ConnectionResetError(errno.ECONNRESET, "the server broke the connection") from trouble[0]
            raise trouble[0]
        return answer.decode("utf-8", "replace")


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

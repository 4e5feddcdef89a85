"""The network lives on an asyncio event loop in a thread, the keyboard in the main thread; commands by match;
stdout made line-buffered instead of flush=True.
"""

import argparse
import asyncio
import contextlib
import socket
import sys
import threading
import unicodedata
from collections.abc import Iterable


class _Printer(asyncio.DatagramProtocol):
    """Prints what comes, and tells when the transport is gone."""

    def __init__(self) -> None:
        self.lost = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: tuple) -> None:
        with contextlib.suppress(ValueError, OSError):  # a closed or narrow standard output is no reason to stop
            print(f"[{addr[0]}:{addr[1]}]", _visible(data.decode(errors="replace")))

    def error_received(self, exc: Exception) -> None:
        with contextlib.suppress(ValueError, OSError):
            print("! the network says:", exc)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.lost.done():
            self.lost.set_result(None)


def _visible(text: str) -> str:
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)


class Chat:
    """One user of the chat."""

    def __init__(self, host: str = "127.0.0.1", port: int = 5000) -> None:
        self._peer: tuple[str, int] | None = None
        with contextlib.ExitStack() as stack:
            self._sock = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            self._sock.bind((host, port))
            self.address = self._sock.getsockname()
            stack.pop_all()

    def run(self, lines: Iterable[str] | None = None) -> None:
        """Obeys the commands in `lines`, by default what is typed, and prints what is received."""
        with contextlib.suppress(AttributeError, ValueError):
            sys.stdout.reconfigure(line_buffering=True)  # each line at once, into a pipe as well
        ready = threading.Event()
        network = threading.Thread(target=lambda: asyncio.run(self._network(ready)), name="network")
        network.start()
        ready.wait()
        try:
            for line in sys.stdin if lines is None else lines:
                if self._obey(line.rstrip("\r\n")) == "end":
                    break
        finally:
            self._loop.call_soon_threadsafe(self._over.set)
            network.join()

    async def _network(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        self._sock.setblocking(False)
        self._transport, protocol = await self._loop.create_datagram_endpoint(_Printer, sock=self._sock)
        ready.set()
        await self._over.wait()
        self._transport.close()
        try:
            await asyncio.wait_for(asyncio.shield(protocol.lost), 1)
        except asyncio.TimeoutError:
            self._transport.abort()
            await protocol.lost
        self._sock.close()

    async def _deliver(self, data: bytes) -> None:
        self._transport.sendto(data, self._peer)

    def _obey(self, line: str) -> str | None:
        if not line.strip():
            return None
        command, _, argument = line.partition(" ")
        words = argument.split()
        match command, words:
            case "/exit", []:
                return "end"
            case "/quit", []:
                self._peer = None
            case "/join", [host, port]:
                self._join(host, port)
            case "/send", []:
                print("! /send TEXT: the text is missing")
            case "/send", _ if self._peer is None:
                print("! /send: you have no correspondent; /join HOST PORT")
            case "/send", _:
                self._send(argument)
            case ("/exit" | "/quit"), _:
                print(f"! {command} takes nothing more")
            case "/join", _:
                print("! /join HOST PORT: two arguments, please")
            case _:
                print(f"! {_visible(command)} is unknown")
        return None

    def _join(self, host: str, port: str) -> None:
        try:
            number = int(port) if port.isdecimal() and port.isascii() else 0
        except ValueError:  # thousands of digits
            number = 0
        if not 0 < number < 1 << 16:
            print("! /join: the port is a number from 1 to 65535")
            return
        try:
            self._peer = socket.getaddrinfo(host, number, socket.AF_INET, socket.SOCK_DGRAM)[0][4]
        except (OSError, UnicodeError, ValueError, TypeError):
            print(f"! /join: nobody knows the host {_visible(host)}")

    def _send(self, text: str) -> None:
        data = text.encode("utf-8", "surrogateescape")
        if len(data) > 65507:
            print("! /send: the text is too long for a datagram")
            return
        try:
            asyncio.run_coroutine_threadsafe(self._deliver(data), self._loop).result()
        except OSError as error:
            print(f"! /send: {error}")


if __name__ == "__main__":  # this part is given
    sys.stdout.reconfigure(errors="replace")  # not every terminal can show every character
    parser = argparse.ArgumentParser()
    parser.add_argument("port", metavar="PORT", type=int, nargs="?", default=5000)
    parser.add_argument("host", metavar="HOST", nargs="?", default="127.0.0.1")
    arguments = parser.parse_args()
    try:
        chat = Chat(arguments.host, arguments.port)
    except (OSError, OverflowError, ValueError) as error:
        parser.error(str(error))
    try:
        chat.run()
    except KeyboardInterrupt:
        pass

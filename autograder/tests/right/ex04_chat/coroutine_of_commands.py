"""A thread runs an asyncio datagram endpoint that prints; the commands go into a generator-coroutine (line =
yield) that keeps the correspondent in a local variable and ends itself at /exit.
"""

import argparse
import asyncio
import contextlib
import select
import socket
import sys
import threading
import unicodedata
from collections.abc import Generator, Iterable

USAGE = {"/join": "/join HOST PORT", "/send": "/send TEXT", "/quit": "/quit", "/exit": "/exit"}


def _visible(text: str) -> str:
    """The text with an escape such as \\x1b for each character that would command the terminal or end the line."""
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs")
        or unicodedata.bidirectional(c) in ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI") else c
        for c in text
    )


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, say):
        self.say = say

    def datagram_received(self, data, sender):
        self.say("<{0[0]}:{0[1]}> {1}".format(sender, data.decode(errors="replace")))

    def error_received(self, error):
        pass  # a correspondent is gone: it may come back


class Chat:
    """One user of the chat."""

    def __init__(self, host: str = "127.0.0.1", port: int = 5000) -> None:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            sock.bind((host, port))
            sock.setblocking(False)
        except BaseException:
            sock.close()
            raise
        self._sock = sock
        self.address = sock.getsockname()
        self._mutex = threading.Lock()

    def run(self, lines: Iterable[str] | None = None) -> None:
        """Obeys the commands in lines; returns after /exit and at their end."""
        listening = threading.Event()
        thread = threading.Thread(target=asyncio.run, args=(self._listen(listening),))
        mouth = self._mouth()
        next(mouth)
        try:
            thread.start()
            listening.wait(10)
            for line in self._keyboard() if lines is None else lines:
                mouth.send(line)
        except StopIteration:
            pass
        finally:
            mouth.close()
            if thread.is_alive():
                self._loop.call_soon_threadsafe(self._end.set)
                thread.join()
            self._sock.close()

    async def _listen(self, listening: threading.Event) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        copy = self._sock.dup()  # the transport closes the copy, run closes the original
        try:
            transport, _ = await self._loop.create_datagram_endpoint(lambda: _Ear(self._say), sock=copy)
        except BaseException:
            copy.close()
            raise
        finally:
            listening.set()
        try:
            await self._end.wait()
        finally:
            transport.abort()
            await asyncio.sleep(0)  # lets the transport close its socket

    def _keyboard(self) -> Iterable[str]:
        with contextlib.suppress(AttributeError, OSError):  # not every stdin can
            sys.stdin.reconfigure(errors="replace")
        while line := sys.stdin.readline():
            yield line

    def _say(self, text: str) -> None:
        text = _visible(text)
        with self._mutex:
            try:
                sys.stdout.write(text + "\n")
            except UnicodeEncodeError:
                sys.stdout.write(text.encode("ascii", "backslashreplace").decode() + "\n")
            sys.stdout.flush()

    def _mouth(self) -> Generator[None, str, None]:
        correspondent = None
        while True:
            line = yield
            words = line.split(maxsplit=1)
            if not words:
                continue
            command, argument = words[0], words[1].rstrip() if len(words) > 1 else ""
            if command not in USAGE:
                self._say(f"error: {command[:50]} is not a command; these are: {', '.join(USAGE.values())}")
            elif command in ("/quit", "/exit") and argument:
                self._say(f"error: {command} has no argument")
            elif command == "/exit":
                return
            elif command == "/quit":
                self._say("left" if correspondent else "error: no correspondent to leave")
                correspondent = None
            elif not argument:
                self._say(f"error: an argument is missing: {USAGE[command]}")
            elif command == "/join":
                try:
                    correspondent = self._parse(argument)
                except (ValueError, OSError) as error:
                    self._say(f"error: {error}")
            elif correspondent is None:
                self._say("error: /join a correspondent before you /send")
            else:
                try:
                    self._transmit(argument.encode("utf-8", "replace"), correspondent)
                except OSError as error:
                    self._say(f"error: not sent: {error}")

    def _transmit(self, data: bytes, correspondent: tuple) -> None:
        for _ in range(20):
            try:
                self._sock.sendto(data, correspondent)
                return
            except BlockingIOError:
                select.select([], [self._sock], [], 0.05)
        raise TimeoutError("the network takes nothing")

    @staticmethod
    def _parse(argument: str) -> tuple:
        host, *rest = argument.split()
        if len(rest) != 1:
            raise ValueError(f"an argument is {'missing' if not rest else 'too many'}: {USAGE['/join']}")
        [port] = rest
        if not (port.isascii() and port.isdigit()):
            raise ValueError(f"{port[:50]} is no number")
        if len(port) > 10 or not 0 < int(port) < 65536:
            raise ValueError(f"the port {port[:50]} is outside 1 to 65535")
        try:
            if "\0" in host:
                raise UnicodeError
            return socket.getaddrinfo(host, int(port), socket.AF_INET, socket.SOCK_DGRAM)[0][4]
        except (OSError, UnicodeError):
            raise ValueError(f"unknown host {host[:100]}") from None


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

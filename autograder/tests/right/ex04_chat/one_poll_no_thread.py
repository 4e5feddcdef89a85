"""No thread for the keyboard: one poll() over stdin's descriptor and the socket, os.read and own line cutting in a
generator; a socketpair stops the receiver thread that is used for other iterables.
"""

import argparse
import codecs
import os
import re
import select
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _visible(text: str) -> str:
    """Control characters become escapes that can be seen."""
    return _CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


class Mistake(Exception):
    """What the user did wrong."""


class Chat:
    """One user of the chat."""

    __slots__ = ("address", "_sock", "_peer", "_commands", "_lock", "_on")

    def __init__(self, host: str = "127.0.0.1", port: int = 5000) -> None:
        with ExitStack() as on_error:
            self._sock = on_error.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            self._sock.bind((host, port))
            self.address: tuple[str, int] = self._sock.getsockname()
            on_error.pop_all()
        self._peer: tuple[str, int] | None = None
        self._lock = threading.Lock()
        self._on = True
        self._commands: dict[str, Callable[[str], None]] = {
            "/join": self._join, "/send": self._send, "/quit": self._quit, "/exit": self._exit,
        }

    def run(self, lines: Iterable[str] | None = None) -> None:
        """Obeys the commands in the lines and prints what is received."""
        with ExitStack() as cleaning:
            cleaning.enter_context(self._sock)
            descriptor = self._descriptor() if lines is None else None
            if descriptor is not None:
                source: Iterable[str] = self._typed(descriptor)
            else:
                source = (sys.stdin or ()) if lines is None else lines
                self._start_receiver(cleaning)
            for line in source:
                try:
                    self._obey(line.rstrip("\r\n"))
                except Mistake as mistake:
                    with self._lock:
                        print(mistake, file=sys.stderr, flush=True)
                if not self._on:
                    break

    # --- what comes from the user

    @staticmethod
    def _descriptor() -> int | None:
        """The number of the keyboard, if it is a real file."""
        try:
            return sys.stdin.fileno()
        except (AttributeError, OSError, ValueError):
            return None

    def _typed(self, descriptor: int) -> Iterator[str]:
        """Yields the lines that are typed; prints what is received while it waits for them."""
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        waiter, rest = select.poll(), ""
        waiter.register(descriptor, select.POLLIN)
        waiter.register(self._sock, select.POLLIN)
        while True:
            ready = {number for number, _ in waiter.poll(1000)}
            if self._sock.fileno() in ready:
                self._print_one()
            if descriptor in ready:
                data = os.read(descriptor, 4096)
                *whole, rest = (rest + decode(data, final=not data)).split("\n")
                yield from whole
                if not data:
                    if rest:
                        yield rest
                    return

    def _obey(self, line: str) -> None:
        words = line.split(None, 1)
        if not words:
            return
        try:
            command = self._commands[words[0]]
        except KeyError:
            raise Mistake(f"{_visible(words[0])}: unknown command; there are {', '.join(self._commands)}") from None
        command(words[1] if len(words) > 1 else "")

    def _join(self, argument: str) -> None:
        words = argument.split()
        if len(words) != 2:
            raise Mistake("/join takes two arguments, HOST and PORT")
        host, port = words
        try:
            number = int(port)
        except ValueError:
            raise Mistake(f"{_visible(port)}: the port must be a number") from None
        if number < 1 or number > 65535:
            raise Mistake(f"{number}: the port must be from 1 to 65535")
        try:
            self._peer = (socket.gethostbyname(host), number)
        except (OSError, UnicodeError, TypeError) as error:
            raise Mistake(f"{_visible(host)}: unknown host ({error})") from None

    def _send(self, argument: str) -> None:
        if not argument.strip():
            raise Mistake("/send takes an argument, TEXT")
        if self._peer is None:
            raise Mistake("/join somebody before you /send")
        try:
            self._sock.sendto(argument.encode("utf-8", "replace"), self._peer)
        except OSError as error:
            raise Mistake(f"not sent: {error}") from None

    def _quit(self, argument: str) -> None:
        if argument.strip():
            raise Mistake("/quit takes no argument")
        self._peer = None

    def _exit(self, argument: str) -> None:
        if argument.strip():
            raise Mistake("/exit takes no argument")
        self._on = False

    # --- what comes from the network

    def _start_receiver(self, cleaning: ExitStack) -> None:
        ours, theirs = socket.socketpair()
        cleaning.enter_context(ours)
        cleaning.enter_context(theirs)
        thread = threading.Thread(target=self._receive, args=(theirs,))
        thread.start()
        cleaning.callback(thread.join)
        cleaning.callback(ours.send, b".")

    def _receive(self, stop: socket.socket) -> None:
        while True:
            ready, _, _ = select.select([stop, self._sock], [], [])
            if stop in ready:
                return
            self._print_one()

    def _print_one(self) -> None:
        try:
            data, (host, port) = self._sock.recvfrom(65535, socket.MSG_DONTWAIT)
        except OSError:  # nothing there after all, or a correspondent that is gone
            return
        line = f"[{host}:{port}] {_visible(data.decode('utf-8', 'replace'))}"
        with self._lock:
            try:
                print(line, flush=True)
            except UnicodeEncodeError:
                print(line.encode("ascii", "backslashreplace").decode(), flush=True)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
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

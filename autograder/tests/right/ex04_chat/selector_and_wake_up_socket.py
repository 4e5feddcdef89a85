"""A selector over the UDP socket and a socketpair that wakes it, no polling; table of dataclass commands with
their arity; errors are an exception class and go to stderr; repr-like escapes.
"""

import argparse
import selectors
import socket
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass


class Mistake(Exception):
    """Something that the user should be told."""


class End(Exception):
    """The user wants to go."""


@dataclass(frozen=True)
class Command:
    action: Callable[..., None]
    usage: str
    parameters: int | None  # None: the rest of the line as it is

    def __call__(self, rest: str) -> None:
        arguments = [rest] if self.parameters is None else rest.split()
        if self.parameters is not None and len(arguments) != self.parameters:
            raise Mistake(f"usage: {self.usage}")
        self.action(*arguments)


def escaped(text: str) -> str:
    """The text with a visible escape for each character that would move the cursor or worse."""
    return "".join(
        ascii(character)[1:-1] if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character
        for character in text
    )


class Chat:
    """One user of the chat."""

    def __init__(self, host: str = "127.0.0.1", port: int = 5000) -> None:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            sock.bind((host, port))
        except:  # whatever it is, it goes on
            sock.close()
            raise
        self.address = sock.getsockname()
        self._sock = sock
        self._to = None
        self._commands = {
            "/join": Command(self._join, "/join HOST PORT", 2),
            "/send": Command(self._send, "/send TEXT", None),
            "/quit": Command(self._quit, "/quit", 0),
            "/exit": Command(self._exit, "/exit", 0),
        }

    def run(self, lines: Iterable[str] | None = None) -> None:
        """Obeys the commands in `lines`, by default what is typed, and prints what is received."""
        with self._sock:
            alarm, bell = socket.socketpair()
            with alarm, bell:
                receiver = threading.Thread(target=self._receive, args=(alarm,))
                receiver.start()
                try:
                    self._obey_all(sys.stdin if lines is None else lines)
                finally:
                    bell.send(b"!")
                    receiver.join()

    def _obey_all(self, lines: Iterable[str]) -> None:
        for line in lines:
            try:
                self._obey(line)
            except Mistake as mistake:
                print(escaped(str(mistake)), file=sys.stderr, flush=True)
            except End:
                return

    def _obey(self, line: str) -> None:
        line = line.removesuffix("\n").removesuffix("\r")
        if not line or line.isspace():
            return
        word, _, rest = line.partition(" ")
        if word not in self._commands:
            raise Mistake(f"{word} is none of {', '.join(self._commands)}")
        self._commands[word](rest)

    def _join(self, host: str, port: str) -> None:
        self._to = None
        if port.lstrip("0") not in map(str, range(1, 65536)):
            raise Mistake(f"{port} is no port: a number from 1 to 65535")
        try:
            address = socket.gethostbyname(host)
        except (OSError, UnicodeError, ValueError, TypeError):
            raise Mistake(f"{host} is an unknown host") from None
        self._to = address, int(port)

    def _send(self, text: str) -> None:
        if not text:
            raise Mistake("nothing to send")
        if not self._to:
            raise Mistake("/join somebody before you /send")
        try:
            self._sock.sendto(text.encode("utf-8", "replace"), self._to)
        except OSError as error:
            raise Mistake(f"this could not be sent: {error}") from None

    def _quit(self) -> None:
        self._to = None

    def _exit(self) -> None:
        raise End

    def _receive(self, alarm: socket.socket) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._sock, selectors.EVENT_READ)
            selector.register(alarm, selectors.EVENT_READ)
            while alarm not in {key.fileobj for key, _ in selector.select()}:
                try:
                    data, _sender = self._sock.recvfrom(1 << 16, socket.MSG_DONTWAIT)
                except OSError:
                    continue
                text = escaped(data.decode("utf-8", "replace"))
                try:
                    print(text, flush=True)
                except UnicodeEncodeError:
                    print(ascii(text), flush=True)
                except OSError:
                    pass  # nobody reads us any more


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

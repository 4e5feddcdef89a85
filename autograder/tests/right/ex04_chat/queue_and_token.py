"""Two Thread subclasses, one that blocks in recvfrom without a timeout (woken by a secret datagram to itself) and
one that prints from a queue; commands found by getattr; regular expressions read the lines.
"""

import argparse
import queue
import re
import secrets
import socket
import sys
import threading
from collections.abc import Iterable

CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], "?")
LINE = re.compile(r"/(?P<name>join|send|quit|exit)(?: (?P<argument>.*))?", re.DOTALL)
JOIN = re.compile(r"\s*(?P<host>\S+)\s+(?P<port>\S+)\s*")


class Receiver(threading.Thread):
    """Puts each datagram into a queue until the one with the token comes from the own socket."""

    def __init__(self, sock: socket.socket, box: queue.SimpleQueue) -> None:
        super().__init__(name="receiver")
        self._sock, self._box = sock, box
        self._token = secrets.token_bytes(32)

    def run(self) -> None:
        while True:
            try:
                data, sender = self._sock.recvfrom(65535)
            except OSError:
                continue
            if data == self._token:
                return
            self._box.put((sender, data))

    def end(self) -> None:
        host, port = self._sock.getsockname()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
            while self.is_alive():
                bell.sendto(self._token, ("127.0.0.1" if host == "0.0.0.0" else host, port))
                self.join(0.1)  # when the token was lost in a flood, once more


class Printer(threading.Thread):
    """The only one that prints: messages of the chat are texts, datagrams are pairs, None is the end."""

    def __init__(self) -> None:
        super().__init__(name="printer")
        self.box: queue.SimpleQueue = queue.SimpleQueue()

    def run(self) -> None:
        while (item := self.box.get()) is not None:
            match item:
                case str(text):
                    line = text
                case ((host, port), bytes(data)):
                    line = f"<{host}:{port}> {data.decode('utf-8', errors='replace')}"
            try:
                print(line.translate(CONTROLS), flush=True)
            except (OSError, ValueError):
                pass


class Chat:
    """One user of the chat."""

    def __init__(self, host: str = "127.0.0.1", port: int = 5000) -> None:
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._sock.bind((host, port))
        except BaseException:
            self._sock.close()
            raise

    @property
    def address(self) -> tuple[str, int]:
        """The (host, port) that the socket is bound to, after the end as well."""
        if self._sock.fileno() >= 0:
            self._address = self._sock.getsockname()
        return self._address

    def run(self, lines: Iterable[str] | None = None) -> None:
        """Obeys the commands in `lines`, by default what is typed, and prints what is received."""
        self.address  # noqa: B018, keeps it for later
        self._printer = Printer()
        receiver = Receiver(self._sock, self._printer.box)
        self._printer.start()
        receiver.start()
        self._correspondent: list[tuple[str, int]] = []
        self._going_on = True
        lines = iter(lines if lines is not None else self._keyboard())
        try:
            while self._going_on and (line := next(lines, None)) is not None:
                self._obey(line.rstrip("\r\n"))
        finally:
            receiver.end()
            self._sock.close()
            self._printer.box.put(None)
            self._printer.join()

    @staticmethod
    def _keyboard() -> Iterable[str]:
        while True:
            try:
                yield input()
            except EOFError:
                return

    def _say(self, text: str) -> None:
        self._printer.box.put(text)

    def _obey(self, line: str) -> None:
        if not line.strip():
            return
        if not (found := LINE.fullmatch(line)):
            self._say(f"unknown command: {line[:60]}")
            return
        getattr(self, "_" + found["name"])(found["argument"] or "")

    def _join(self, argument: str) -> None:
        if not (found := JOIN.fullmatch(argument)):
            self._say("/join wants a HOST and a PORT")
        elif not re.fullmatch("[0-9]{1,5}", port := found["port"].lstrip("0")) or not 1 <= int(port) <= 65535:
            self._say("/join wants a PORT from 1 to 65535")
        else:
            try:
                addresses = socket.gethostbyname_ex(found["host"])[2]
            except (OSError, ValueError, TypeError):
                addresses = []
            self._correspondent[:] = [(address, int(port)) for address in addresses[:1]]
            if not addresses:
                self._say(f"/join: unknown host {found['host']}")

    def _send(self, argument: str) -> None:
        if not argument:
            self._say("/send wants a TEXT")
        elif not self._correspondent:
            self._say("/send works after /join only")
        for correspondent in self._correspondent if argument else ():
            try:
                self._sock.sendto(argument.encode("utf-8", "surrogateescape"), correspondent)
            except (OSError, UnicodeError) as error:
                self._say(f"/send failed: {error}")

    def _quit(self, argument: str) -> None:
        if argument.strip():
            self._say("/quit wants nothing else")
        else:
            self._correspondent.clear()

    def _exit(self, argument: str) -> None:
        if argument.strip():
            self._say("/exit wants nothing else")
        else:
            self._going_on = False


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

"""The socket belongs to a socketserver.UDPServer subclass whose serve_forever runs in a thread and is shut down
at the end; commands are found by getattr; mistakes go to standard error.
"""

import argparse
import contextlib
import io
import socketserver
import socket
import sys
import threading
from collections.abc import Iterable

_NAMES = ("join", "send", "quit", "exit")
# C0, DEL, C1, the two separators of lines, the marks that turn the direction of writing
_CLEAN = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "?"
)
_CLEAN.update(dict.fromkeys(range(0xD800, 0xE000), "?"))
_ONE_AT_A_TIME = threading.Lock()


def _write(stream, text: str) -> None:
    text = text.translate(_CLEAN)
    coding = getattr(stream, "encoding", None) or "utf-8"
    text = text.encode(coding, "replace").decode(coding)
    with _ONE_AT_A_TIME:
        stream.write(text + "\n")
        stream.flush()


class _Letter(socketserver.BaseRequestHandler):
    def handle(self):
        data, _ = self.request
        _write(sys.stdout, f"{self.client_address[0]} says: {data.decode('utf-8', 'replace')}")


class _Mailbox(socketserver.UDPServer):
    max_packet_size = 65535

    def handle_error(self, request, client_address):
        pass  # one letter that cannot be shown is no reason to stop


class Chat:
    """One user of the chat."""

    def __init__(self, host: str = "127.0.0.1", port: int = 5000) -> None:
        self._mailbox = _Mailbox((host, port), _Letter)  # closes its socket when it cannot bind it
        self._mailbox.socket.settimeout(0.5)  # a broken datagram may wake the postman and then not be there
        self.address = self._mailbox.server_address
        self._correspondent = None
        self._running = True

    def run(self, lines: Iterable[str] | None = None) -> None:
        """Obeys the commands in lines."""
        with self._mailbox:
            postman = threading.Thread(target=self._receive)
            postman.start()
            try:
                if lines is None:
                    lines = sys.stdin
                    if isinstance(lines, io.TextIOWrapper):
                        with contextlib.suppress(io.UnsupportedOperation):
                            lines.reconfigure(errors="replace")  # what is typed may be no text
                source = iter(lines)
                while self._running and (line := next(source, None)) is not None:
                    self._obey(line)
            finally:
                self._mailbox.shutdown()
                postman.join()

    def _obey(self, line: str) -> None:
        if not line.strip():
            return
        head, *rest = line.strip().split(maxsplit=1)
        tail = "".join(rest)
        if not head.startswith("/") or head[1:] not in _NAMES:
            return self._complain(f"unknown command: {head[:60]}; try " + ", ".join("/" + name for name in _NAMES))
        getattr(self, "_" + head[1:])(tail)

    def _complain(self, text: str) -> None:
        _write(sys.stderr, f"chat: {text}")

    def _join(self, argument: str) -> None:
        words = argument.split()
        if len(words) < 2:
            return self._complain("argument missing, usage: /join HOST PORT")
        if len(words) > 2:
            return self._complain("extra argument, usage: /join HOST PORT")
        host, digits = words
        if set(digits) - set("0123456789"):
            return self._complain(f"the port must be a number: {digits[:60]}")
        digits = digits.lstrip("0") or "0"
        if len(digits) > 5 or int(digits) not in range(1, 65536):
            return self._complain(f"the port must be within 1 to 65535: {digits[:60]}")
        try:
            number = socket.gethostbyname(host)
        except (OSError, UnicodeError, TypeError):  # unknown, impossible, holding a NUL
            return self._complain(f"unknown host: {host[:100]}")
        self._correspondent = number, int(digits)

    def _send(self, argument: str) -> None:
        if not argument.strip():
            return self._complain("argument missing, usage: /send TEXT")
        if not self._correspondent:
            return self._complain("no correspondent yet, use /join HOST PORT before /send")
        try:
            self._mailbox.socket.sendto(argument.encode("utf-8", "replace"), self._correspondent)
        except OSError as error:
            self._complain(f"not sent: {error}")

    def _quit(self, argument: str) -> None:
        if argument.strip():
            return self._complain("extra argument, usage: /quit")
        if not self._correspondent:
            return self._complain("no correspondent to leave")
        self._correspondent = None

    def _exit(self, argument: str) -> None:
        if argument.strip():
            return self._complain("extra argument, usage: /exit")
        self._running = False

    def _receive(self) -> None:
        self._mailbox.serve_forever(poll_interval=0.2)


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

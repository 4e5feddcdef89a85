"""ex04: a chat over UDP, the same program for everybody.

python ex04_chat.py [PORT [HOST]]
"""

import argparse
import socket
import sys
import threading
import unicodedata
from collections.abc import Iterable

LARGEST = 65_535  # bytes: room for any datagram


class Chat:
    """One correspondent of the chat, bound to an address of its own."""

    def __init__(self, host: str = "127.0.0.1", port: int = 5000) -> None:
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._sock.bind((host, port))
        except Exception:
            self._sock.close()
            raise
        self._sock.settimeout(0.05)  # how long the receiver takes to notice the end
        self.address = self._sock.getsockname()
        self._correspondent = None
        self._running = True
        self._commands = {"/join": self._join, "/send": self._send, "/quit": self._quit, "/exit": self._exit}

    def run(self, lines: Iterable[str] | None = None) -> None:
        """Obeys the commands in `lines`, the keyboard by default, until /exit or their end."""
        receiver = threading.Thread(target=self._receive)
        receiver.start()
        try:
            for line in sys.stdin if lines is None else lines:
                self._obey(line)
                if not self._running:
                    break
        finally:
            self._running = False
            receiver.join()  # the socket is closed under nobody's hands
            self._sock.close()

    def _obey(self, line: str) -> None:
        """Carries out one line; what is wrong with it is said, and the chat goes on."""
        command, _, argument = line.strip().partition(" ")
        if not command:
            return
        try:
            if command not in self._commands:
                raise ValueError(f"unknown command {command}; there are {', '.join(self._commands)}")
            self._commands[command](argument.strip())
        except (OSError, ValueError) as error:
            print(f"error: {error}", flush=True)

    def _join(self, argument: str) -> None:
        """/join HOST PORT"""
        words = argument.split()
        if len(words) != 2 or not words[1].isdecimal() or not 1 <= int(words[1]) <= 65535:
            raise ValueError("usage: /join HOST PORT, with a port from 1 to 65535")
        self._correspondent = (socket.gethostbyname(words[0]), int(words[1]))

    def _send(self, argument: str) -> None:
        """/send TEXT"""
        if not argument:
            raise ValueError("usage: /send TEXT")
        if self._correspondent is None:
            raise ValueError("nobody to send to: /join somebody first")
        self._sock.sendto(argument.encode(), self._correspondent)

    def _quit(self, argument: str) -> None:
        """/quit"""
        if argument:
            raise ValueError("usage: /quit")
        self._correspondent = None

    def _exit(self, argument: str) -> None:
        """/exit"""
        if argument:
            raise ValueError("usage: /exit")
        self._running = False

    def _receive(self) -> None:
        """Prints each datagram as it comes, until the chat ends."""
        while self._running:
            try:
                data, _ = self._sock.recvfrom(LARGEST)
            except OSError:  # the timeout, or a correspondent that has gone
                continue
            text = data.decode(errors="replace")
            # a control character (category Cc) would command the terminal of whoever reads it
            text = "".join("?" if unicodedata.category(char) == "Cc" else char for char in text)
            print(text, flush=True)


if __name__ == "__main__":
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

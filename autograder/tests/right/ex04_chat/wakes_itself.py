"""No timeout: an empty datagram to itself wakes the receiver at the end. Errors go to standard error."""

import contextlib
import shlex
import socket
import sys
from threading import Event, Thread


class UserError(Exception):
    pass


class Chat:
    def __init__(self, host="127.0.0.1", port=5000):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with contextlib.ExitStack() as guard:
            guard.callback(self.sock.close)
            self.sock.bind((host, port))
            guard.pop_all()
        self.address = self.sock.getsockname()
        self.over = Event()
        self.friend = None

    def run(self, lines=None):
        listener = Thread(target=self.listen, daemon=True)
        listener.start()
        for line in sys.stdin if lines is None else lines:
            try:
                self.obey(line.strip("\n"))
            except UserError as problem:
                print("!!", problem, file=sys.stderr, flush=True)
            if self.over.is_set():
                break
        self.over.set()
        host, port = self.address
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as alarm:
            alarm.sendto(b"", ("127.0.0.1" if host == "0.0.0.0" else host, port))
        listener.join()
        self.sock.close()

    def obey(self, line):
        head, _, rest = line.lstrip().partition(" ")
        if head == "":
            return
        if head == "/send":
            if rest.strip() == "":
                raise UserError("send what?")
            if self.friend is None:
                raise UserError("send to whom? /join first")
            try:
                self.sock.sendto(rest.encode("utf-8"), self.friend)
            except OSError as problem:
                raise UserError(problem) from problem
        elif head == "/join":
            self.friend = self.parse(rest.split())
        elif head in ("/quit", "/exit"):
            if rest.strip():
                raise UserError(f"{head} stands alone")
            if head == "/quit":
                self.friend = None
            else:
                self.over.set()
        else:
            raise UserError(f"I do not know {shlex.quote(head)}")

    def parse(self, words):
        if len(words) != 2:
            raise UserError("/join HOST PORT")
        host, port = words
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
            raise UserError(f"{port} is no port")
        try:
            return socket.getaddrinfo(host, int(port), socket.AF_INET, socket.SOCK_DGRAM)[0][4]
        except (OSError, UnicodeError) as problem:
            raise UserError(f"who is {host}?") from problem

    def listen(self):
        while True:
            try:
                data, _ = self.sock.recvfrom(2**16)
            except ConnectionError:
                continue
            if self.over.is_set():
                return
            text = data.decode(errors="backslashreplace")
            sys.stdout.write(text.encode("unicode_escape").decode() + "\n" if not text.isprintable() else text + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    try:
        port = int(arguments[0]) if arguments else 5000
        chat = Chat(arguments[1] if arguments[1:] else "127.0.0.1", port)
    except Exception as error:
        print("usage: ex04_chat.py [PORT [HOST]] --", error, file=sys.stderr)
        raise SystemExit(2)
    chat.run()

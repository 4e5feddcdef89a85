"""The receiver waits on two sockets with selectors: the chat's, and one end of a pair that says when to stop."""

import selectors
import socket
import sys
import threading
import unicodedata

HELP = "commands: /join HOST PORT, /send TEXT, /quit, /exit"


def harmless(text):
    return "".join("?" if unicodedata.category(char).startswith("C") else char for char in text)


class Chat:
    def __init__(self, host="127.0.0.1", port=5000):
        self._peer = ()
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._sock.bind((host, port))
            self._sock.setblocking(False)
        except BaseException:
            self._sock.close()
            raise

    @property
    def address(self):
        return self._sock.getsockname()

    def run(self, lines=None):
        here, there = socket.socketpair()
        thread = threading.Thread(target=self._listen, args=(there,), name="listener")
        thread.start()
        print("welcome;", HELP, flush=True)
        try:
            for line in lines or sys.stdin:
                if self._do(line.split("\n")[0]) == "stop":
                    break
        finally:
            here.close()
            thread.join()
            there.close()
            self._sock.close()

    def _do(self, line):
        words = line.split()
        if not words:
            return None
        command, arguments = words[0], words[1:]
        if command == "/exit" and not arguments:
            return "stop"
        if command == "/quit" and not arguments:
            self._peer = ()
        elif command == "/join" and len(arguments) == 2:
            self._join(*arguments)
        elif command == "/send" and arguments:
            self._send(line.strip()[len("/send") :].strip())
        else:
            print("I did not understand that;", HELP, flush=True)
        return None

    def _join(self, host, port):
        try:
            number = int(port)
            if number not in range(1, 65536):
                raise ValueError(f"no such port: {port}")
            found = socket.gethostbyname(host)
        except (ValueError, OSError) as problem:
            print("cannot join:", problem, flush=True)
        else:
            self._peer = (found, number)

    def _send(self, text):
        if not self._peer:
            print("nobody joined yet", flush=True)
            return
        try:
            self._sock.sendto(text.encode(), self._peer)
        except OSError as problem:
            print("lost:", problem, flush=True)

    def _listen(self, stop):
        with selectors.DefaultSelector() as selector:
            selector.register(self._sock, selectors.EVENT_READ)
            selector.register(stop, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj is stop:
                        return
                    try:
                        data, sender = self._sock.recvfrom(65535)
                    except (BlockingIOError, ConnectionError):
                        continue
                    print(sender[0], sender[1], ":", harmless(data.decode("utf-8", "replace")), flush=True)


if __name__ == "__main__":
    try:
        chat = Chat(*([sys.argv[2]] if sys.argv[2:] else ["127.0.0.1"]), int(sys.argv[1]) if sys.argv[1:] else 5000)
    except (OSError, ValueError, OverflowError) as problem:
        sys.exit(str(problem))
    try:
        chat.run()
    except KeyboardInterrupt:
        print()

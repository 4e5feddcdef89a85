"""As the lecture has it: a timeout of half a second, double underscores, a dictionary of commands."""

import socket
import sys
import threading


class Chat:
    def __init__(self, host="127.0.0.1", port=5000):
        self.__running = True
        self.__address = None
        self.__s = socket.socket(type=socket.SOCK_DGRAM)
        self.__s.settimeout(0.5)
        try:
            self.__s.bind((host, port))
        except OSError:
            self.__s.close()
            raise
        self.address = self.__s.getsockname()

    def run(self, lines=None):
        handlers = {"/exit": self._exit, "/quit": self._quit, "/join": self._join, "/send": self._send}
        thread = threading.Thread(target=self._receive)
        thread.start()
        source = iter(sys.stdin) if lines is None else iter(lines)
        while self.__running:
            try:
                line = next(source)
            except StopIteration:
                break
            line = line.strip()
            if line == "":
                continue
            if " " in line:
                command, param = line.split(" ", 1)
            else:
                command, param = line, ""
            if command in handlers:
                handlers[command](param.strip())
            else:
                print("Unknown command:", command)
        self.__running = False
        thread.join()
        self.__s.close()

    def _exit(self, param):
        if param:
            print("/exit takes no argument")
            return
        self.__running = False

    def _quit(self, param):
        if param:
            print("/quit takes no argument")
            return
        self.__address = None

    def _join(self, param):
        tokens = param.split()
        if len(tokens) != 2:
            print("/join needs a host and a port")
            return
        try:
            port = int(tokens[1])
        except ValueError:
            print("not a port:", tokens[1])
            return
        if not 0 < port < 65536:
            print("a port is between 1 and 65535")
            return
        try:
            self.__address = (socket.gethostbyname(tokens[0]), port)
        except (OSError, UnicodeError):
            self.__address = None
            print("unknown host:", tokens[0])

    def _send(self, param):
        if self.__address is None:
            print("join somebody first")
        elif not param:
            print("/send needs a text")
        else:
            try:
                self.__s.sendto(param.encode(), self.__address)
            except OSError as error:
                print("not sent:", error)

    def _receive(self):
        while self.__running:
            try:
                data, address = self.__s.recvfrom(65535)
            except socket.timeout:
                continue
            except OSError:
                continue
            text = data.decode("utf-8", "replace")
            clean = "".join(c if ord(c) >= 32 and not 127 <= ord(c) < 160 else "\ufffd" for c in text)
            print(f"[{address[0]}:{address[1]}] {clean}", flush=True)


if __name__ == "__main__":
    try:
        chat = Chat(sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
    except (ValueError, OverflowError, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    try:
        chat.run()
    except KeyboardInterrupt:
        pass

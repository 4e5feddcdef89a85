"""The server stands on socketserver; its handlers look at a flag."""

import socket
import socketserver
import sys
import threading


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        whole = bytearray()
        self.request.settimeout(0.25)
        try:
            while not self.server.leaving.is_set():
                try:
                    data = self.request.recv(8192)
                except socket.timeout:
                    continue
                if data == b"":
                    print(whole.decode("utf-8", "replace"))
                    sys.stdout.flush()
                    break
                whole.extend(data)
                self.request.settimeout(4)
                self.request.sendall(data)
                self.request.settimeout(0.25)
        except OSError:
            return


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False

    def handle_error(self, request, client_address):
        print("client lost", client_address, file=sys.stderr)


class EchoServer:
    def __init__(self, host="127.0.0.1", port=0):
        self._server = Server((host, port), Handler)
        self._server.leaving = threading.Event()
        self._server.timeout = 0.2

    @property
    def address(self):
        return self._server.server_address

    def run(self):
        with self._server:
            while not self._server.leaving.is_set():
                self._server.handle_request()

    def stop(self):
        self._server.leaving.set()


class EchoClient:
    """Writes in a thread through a file, reads through another."""

    def __init__(self, address, timeout=5.0):
        self.where = address
        self.patience = timeout

    def run(self, message):
        with socket.create_connection(self.where, self.patience) as sock:

            def write():
                try:
                    with sock.makefile("wb") as file:
                        file.write(message.encode())
                    sock.shutdown(socket.SHUT_WR)
                except OSError:
                    pass

            writer = threading.Thread(target=write, daemon=True)
            writer.start()
            received = []
            try:
                while True:
                    data = sock.recv(65536)
                    if not data:
                        break
                    received.append(data)
            finally:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                writer.join()
            return b"".join(received).decode("utf-8")


def main():
    try:
        server = EchoServer(port=int(sys.argv[1]) if len(sys.argv) == 2 else 0)
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(f"cannot listen: {error}")
    print("I listen on port %d" % server.address[1], flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()

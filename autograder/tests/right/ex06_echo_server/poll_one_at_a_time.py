"""A generator of chunks over poll(), strictly one client at a time, the echo sent through a dup of the socket;
client with poll too.
"""

import argparse
import os
import select
import socket
import sys
import time

_BAD = select.POLLERR | select.POLLNVAL


class EchoServer:
    _stopped = False

    def __init__(self, host="127.0.0.1", port=0):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((host, port))
            sock.listen(socket.SOMAXCONN)
        except:  # noqa: E722
            sock.close()
            raise
        self._socket = sock
        self.address = sock.getsockname()

    def _until(self, sock, event):
        """True when the event (or an error) has come, False when the server is to stop."""
        poller = select.poll()
        poller.register(sock.fileno(), event)
        while not self._stopped:
            if poller.poll(250):
                return True
        return False

    def _clients(self):
        while self._until(self._socket, select.POLLIN):
            try:
                connection, _ = self._socket.accept()
            except OSError:
                continue
            try:
                connection.setblocking(False)
                yield connection
            finally:
                connection.close()

    def _chunks(self, connection):
        while self._until(connection, select.POLLIN):
            chunk = connection.recv(8192)
            yield chunk
            if not chunk:
                return

    def _write(self, connection, data):
        fd = os.dup(connection.fileno())
        try:
            while data and self._until(connection, select.POLLOUT):
                try:
                    data = data[os.write(fd, data):]
                except BlockingIOError:
                    pass
        finally:
            os.close(fd)

    def run(self):
        clients = self._clients()
        try:
            for connection in clients:
                pieces = []
                try:
                    for chunk in self._chunks(connection):
                        if chunk:
                            pieces.append(chunk)
                            self._write(connection, chunk)
                        elif pieces:  # an empty message: nothing to print
                            sys.stdout.write(b"".join(pieces).decode("utf-8", "replace") + "\n")
                            sys.stdout.flush()
                except OSError:
                    pass
        finally:
            clients.close()
            self._socket.close()

    def stop(self):  # this method is given
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class EchoClient:
    def __init__(self, address, timeout=5.0):
        self.address = address
        self.timeout = timeout

    def run(self, message):
        remaining = message.encode("utf-8")
        position = 0
        pieces = []
        sock = socket.create_connection(self.address, self.timeout)
        try:
            sock.setblocking(False)
            poller = select.poll()
            poller.register(sock, select.POLLIN | select.POLLOUT)
            sending = True
            while True:
                before = time.monotonic()
                found = poller.poll(max(1, int(self.timeout * 1000)))
                if not found:
                    raise TimeoutError("no move for {:.1f} s".format(time.monotonic() - before))
                events = found[0][1]
                if events & _BAD:
                    problem = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    raise ConnectionError(problem, os.strerror(problem))
                if events & (select.POLLIN | select.POLLHUP):
                    piece = sock.recv(65536)
                    if not piece:
                        break
                    pieces.append(piece)
                if sending and events & select.POLLOUT:
                    if position < len(remaining):
                        position += sock.send(memoryview(remaining)[position:position + 65536])
                    if position == len(remaining):
                        sock.shutdown(socket.SHUT_WR)
                        sending = False
                        poller.modify(sock, select.POLLIN)
        finally:
            sock.close()
        return b"".join(pieces).decode("utf-8")


if __name__ == "__main__":  # this part is given
    sys.stdout.reconfigure(errors="replace")  # not every terminal can show every character
    parser = argparse.ArgumentParser()
    parser.add_argument("port", metavar="PORT", type=int, nargs="?", default=0)
    try:
        server = EchoServer(port=parser.parse_args().port)
    except (OSError, OverflowError, ValueError) as error:
        parser.error(str(error))
    try:
        print("listening on {}:{}".format(*server.address), flush=True)
        server.run()
    except KeyboardInterrupt:
        server.stop()

"""A small scheduler of generators: each client is a generator that yields the events it waits for, one selector
wakes them; the client is one more such generator.
"""

import argparse
import errno
import selectors
import socket
import sys
from collections.abc import Callable, Generator

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
Task = Generator[int, int, None]  # yields the events to wait for, is sent those that happened


def _step(selector: selectors.BaseSelector, sock: socket.socket, task: Task, events: int | None) -> bool:
    """Lets a task go on; False when it is over. The errors of its socket go through."""
    try:
        wanted = task.send(events)
    except StopIteration:
        return False
    try:
        if selector.get_key(sock).events != wanted:
            selector.modify(sock, wanted, task)
    except KeyError:
        selector.register(sock, wanted, task)
    return True


def _try(operation: Callable, *arguments):
    """What a non-blocking operation returns, None when it would block."""
    try:
        return operation(*arguments)
    except (BlockingIOError, InterruptedError):
        return None


class EchoServer:
    """Sends back to each client what it sends."""

    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._listener = socket.create_server((host, port), backlog=128)  # sets SO_REUSEADDR on Linux
        self._listener.setblocking(False)
        self.address = self._listener.getsockname()
        self._tasks: dict[socket.socket, Task] = {}

    def run(self) -> None:
        with selectors.DefaultSelector() as selector:
            try:
                self._start(selector, self._listener, self._accept(selector))
                while not self._stopped:
                    for key, events in selector.select(0.25):
                        self._go_on(selector, key.fileobj, events)
            finally:
                for sock, task in self._tasks.items():
                    task.close()
                    sock.close()
                self._tasks.clear()
                self._listener.close()

    def _start(self, selector, sock: socket.socket, task: Task) -> None:
        self._tasks[sock] = task
        self._go_on(selector, sock, None)

    def _go_on(self, selector, sock: socket.socket, events: int | None) -> None:
        try:
            alive = _step(selector, sock, self._tasks[sock], events)
        except OSError:
            alive = False
        if not alive:
            del self._tasks[sock]
            if sock in selector.get_map():
                selector.unregister(sock)
            sock.close()

    def _accept(self, selector) -> Task:
        while True:
            yield READ
            try:
                pair = _try(self._listener.accept)
            except OSError:  # the client has gone already
                continue
            if pair is not None:
                pair[0].setblocking(False)
                self._start(selector, pair[0], self._echo(pair[0]))

    def _echo(self, sock: socket.socket) -> Task:
        message, sent, finished = bytearray(), 0, False
        while not finished or sent < len(message):
            events = yield (0 if finished else READ) | (WRITE if sent < len(message) else 0)
            if events & READ:
                chunk = _try(sock.recv, 65536)
                if chunk is not None:
                    message += chunk
                    finished = not chunk
            if sent < len(message):
                sent += _try(sock.send, message[sent:sent + 65536]) or 0
        text = message.decode("utf-8", "replace")
        try:
            print(text, flush=True)
        except UnicodeEncodeError:
            print(text.encode("ascii", "backslashreplace").decode(), flush=True)

    def stop(self) -> None:  # this method is given
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class EchoClient:
    """Sends messages to an echo server."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self._address = address
        self._timeout = timeout

    def run(self, message: str) -> str:
        answer = bytearray()
        with socket.create_connection(tuple(self._address)[:2], self._timeout) as sock, \
                selectors.DefaultSelector() as selector:
            sock.setblocking(False)
            task = self._exchange(sock, memoryview(message.encode("utf-8")), answer)
            alive = _step(selector, sock, task, None)
            while alive:
                ready = selector.select(self._timeout)
                if not ready:
                    raise TimeoutError(errno.ETIMEDOUT, "nothing moved in time")
                alive = _step(selector, sock, task, ready[0][1])
        return answer.decode("utf-8", "replace")

    @staticmethod
    def _exchange(sock: socket.socket, unsent: memoryview, answer: bytearray) -> Task:
        sending = True
        while True:
            if sending and not unsent:
                sending = False
                try:
                    sock.shutdown(socket.SHUT_WR)
                except OSError as error:
                    if error.errno == errno.ENOTCONN:
                        raise ConnectionResetError(errno.ECONNRESET, "the server reset the connection") from error
                    raise
            events = yield READ | (WRITE if sending else 0)
            if events & READ:
                chunk = _try(sock.recv, 65536)
                if chunk == b"":
                    return
                answer += chunk or b""
            if events & WRITE and sending:
                unsent = unsent[_try(sock.send, unsent[:65536]) or 0:]


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

"""Every client is served by a child process (os.fork) with a memory limit, the parent only accepts and reaps; pickle
protocol 2.
"""

import contextlib
import io
import os
import pickle
import resource
import select
import signal
import socket
import struct
import time

LIMIT = 1 << 20
MEMORY = 256 << 20  # what a child may take in addition
CHILDREN = 16


class _NothingButData(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name} is not data")

    def persistent_load(self, pid):
        raise pickle.UnpicklingError("no persistent ids")


def _checked(numbers) -> list[int]:
    if type(numbers) is not list or any(type(number) is not int for number in numbers):
        raise ValueError("not a list of int")
    return numbers


def encode_request(numbers: list[int]) -> bytes:
    """Returns size and payload."""
    payload = pickle.dumps(_checked(numbers), protocol=2)
    if len(payload) > LIMIT:
        raise ValueError(f"{len(payload)} bytes of payload are more than {LIMIT}")
    return struct.pack("!L", len(payload)) + payload


def decode_payload(payload: bytes) -> list[int]:
    """Returns the list in a payload."""
    try:
        numbers = _NothingButData(io.BytesIO(payload)).load()
    except Exception as error:  # a broken pickle raises nearly anything
        raise ValueError(f"not a pickled list of int: {error!r}") from None
    return _checked(numbers)


def encode_sum(total: int) -> bytes:
    """Returns the 8 bytes of a reply."""
    if type(total) is not int or not -1 << 63 <= total < 1 << 63:
        raise ValueError("the sum must be an int of 64 bits")
    return total.to_bytes(8, "big", signed=True)


def decode_sum(data: bytes) -> int:
    """Returns the sum in a reply."""
    if len(data) != 8:
        raise ValueError(f"a reply has 8 bytes, not {len(data)}")
    return int.from_bytes(data, "big", signed=True)


# --- the server: what runs in a child

def _ready(sock: socket.socket, event: int, parent: int) -> None:
    waiter = select.poll()
    waiter.register(sock, event)
    while not waiter.poll(200):
        if os.getppid() != parent:
            raise ConnectionAbortedError("the server has gone")


def _take(sock: socket.socket, size: int, parent: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        _ready(sock, select.POLLIN, parent)
        piece = sock.recv(min(size - len(data), 1 << 16))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def _give(sock: socket.socket, data: bytes, parent: int) -> None:
    while data:
        _ready(sock, select.POLLOUT, parent)
        data = data[sock.send(data):]


def _serve(sock: socket.socket, parent: int) -> None:
    while True:
        size, = struct.unpack("!L", _take(sock, 4, parent))
        if size > LIMIT:
            return
        numbers = decode_payload(_take(sock, size, parent))
        _give(sock, encode_sum(sum(numbers)), parent)


def _child(sock: socket.socket, parent: int) -> None:
    """Never returns."""
    try:
        number = sock.fileno()
        os.closerange(0, number)  # nothing else of the parent's must stay open here
        os.closerange(number + 1, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") < 1 << 16 else 1 << 16)
        with open("/proc/self/statm") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or taken + MEMORY < hard:
            resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, hard))
        sock.setblocking(False)
        _serve(sock, parent)
    finally:
        os._exit(0)  # closes the connection; whatever the error was, it was this client's only


class AdderServer:
    """Accepts, forks, reaps."""

    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._listener = socket.create_server((host, port), backlog=64)
        self._listener.settimeout(0.1)
        self.address = self._listener.getsockname()
        self._children: set[int] = set()

    def run(self) -> None:
        """Serves until stop() is called."""
        parent = os.getpid()
        try:
            while not self._stopped:
                self._reap()
                if len(self._children) >= CHILDREN:
                    time.sleep(0.05)
                    continue
                try:
                    sock, _ = self._listener.accept()
                except TimeoutError:
                    continue
                except OSError:  # somebody has gone already, or too many files are open
                    time.sleep(0.02)
                    continue
                with sock:
                    try:
                        child = os.fork()
                    except OSError:  # too many processes: this client is not served
                        continue
                    if child == 0:
                        _child(sock, parent)
                    self._children.add(child)
        finally:
            self._listener.close()
            for child in self._children:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)  # a zombie at most: it keeps its number until it is reaped
            self._reap(0)

    def _reap(self, how: int = os.WNOHANG) -> None:
        for child in tuple(self._children):
            try:
                done, _ = os.waitpid(child, how)
            except ChildProcessError:
                done = child
            if done:
                self._children.discard(child)

    def stop(self) -> None:
        """Makes run() return within a second."""
        self._stopped = True


class AdderClient:
    """Connects when `with` begins; outside of it, for each sum."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self._address, self._timeout = address, timeout
        self._sock: socket.socket | None = None

    def __enter__(self) -> "AdderClient":
        self._sock = socket.create_connection(self._address[:2], self._timeout)
        return self

    def __exit__(self, *_: object) -> None:
        sock, self._sock = self._sock, None
        if sock is not None:
            sock.close()

    def add(self, numbers: list[int]) -> int:
        """Returns the sum of the numbers, as the server says."""
        request = encode_request(numbers)
        if self._sock is not None:
            try:
                return self._ask(self._sock, request)
            except OSError:  # the stream is out of step or gone: no later sum may use it
                self.__exit__()
                raise
        with socket.create_connection(self._address[:2], self._timeout) as sock:
            return self._ask(sock, request)

    @staticmethod
    def _ask(sock: socket.socket, request: bytes) -> int:
        sock.sendall(request)
        reply = b""
        while len(reply) < 8:
            piece = sock.recv(8 - len(reply))
            if not piece:
                raise ConnectionError("the server closed the connection without a reply")
            reply += piece
        return decode_sum(reply)

"""ex07: the integer adder, a protocol of one's own.

Request: 4 bytes, the size of the payload (unsigned, big-endian), then the payload, a pickled list of int.
Reply: 8 bytes, the sum (signed, big-endian). On an error the server closes without a reply.
"""

import io
import pickle
import socket
import struct

SIZE = struct.Struct("!I")
SUM = struct.Struct("!q")
LARGEST = 1_048_576  # bytes of payload


class _PlainUnpickler(pickle.Unpickler):
    """Reads plain values only: a pickle that asks for a class or a function is refused before anything happens."""

    def find_class(self, module: str, name: str) -> object:
        raise ValueError(f"a list of int needs no {module}.{name}")


def _check(numbers: object) -> list[int]:
    """The list itself, when it is a plain list of int."""
    if type(numbers) is not list or not all(type(number) is int for number in numbers):
        raise ValueError("a request is a plain list of int")  # type() and not isinstance(): True is an int to Python
    return numbers


def encode_request(numbers: list[int]) -> bytes:
    """The bytes of a request."""
    payload = pickle.dumps(_check(numbers))
    if len(payload) > LARGEST:
        raise ValueError(f"a payload has at most {LARGEST} bytes, not {len(payload)}")
    return SIZE.pack(len(payload)) + payload


def decode_payload(payload: bytes) -> list[int]:
    """The list of int that a payload holds."""
    if len(payload) > LARGEST:
        raise ValueError(f"a payload has at most {LARGEST} bytes, not {len(payload)}")
    try:
        numbers = _PlainUnpickler(io.BytesIO(payload)).load()
    except Exception as error:  # a broken pickle raises almost anything
        raise ValueError("this payload is no plain pickle") from error
    return _check(numbers)


def encode_sum(total: int) -> bytes:
    """The bytes of a reply."""
    if type(total) is not int:
        raise ValueError("a sum is an int")
    try:
        return SUM.pack(total)
    except struct.error as error:
        raise ValueError(f"the sum does not fit in {SUM.size} bytes") from error


def decode_sum(data: bytes) -> int:
    """The sum in a reply."""
    if len(data) != SUM.size:
        raise ValueError(f"a reply has {SUM.size} bytes, not {len(data)}")
    return SUM.unpack(data)[0]


class AdderServer:
    """Adds the integers that clients send, one client at a time."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        if not 0 <= port <= 65535:  # create_server would leave its socket open
            raise ValueError(f"a port is from 0 to 65535, not {port}")
        self._sock = socket.create_server((host, port))
        self._sock.settimeout(0.05)  # how long run() takes to notice stop()
        self.address = self._sock.getsockname()
        self._stopped = False

    def run(self) -> None:
        """Serves one client after the other until stop() is called."""
        with self._sock:
            while not self._stopped:
                try:
                    client, _ = self._sock.accept()
                except (TimeoutError, ConnectionError):  # nobody yet, or somebody who has already gone
                    continue
                with client:
                    client.settimeout(0.05)
                    try:
                        while True:
                            self._answer(client)
                    except (OSError, EOFError, ValueError):
                        continue  # an error of the client's: closed without a reply, the next one is served

    def _answer(self, client: socket.socket) -> None:
        """Reads one request and replies."""
        (size,) = SIZE.unpack(self._receive_exactly(client, SIZE.size))
        if size > LARGEST:
            raise ValueError(f"a payload has at most {LARGEST} bytes, not {size}")
        self._send(client, encode_sum(sum(decode_payload(self._receive_exactly(client, size)))))

    def _receive_exactly(self, client: socket.socket, size: int) -> bytes:
        """The next `size` bytes; EOFError when the client finishes early or the server is to stop."""
        data = bytearray()
        while len(data) < size:
            if self._stopped:
                raise EOFError("the server is to stop")
            try:
                chunk = client.recv(min(size - len(data), 65536))
            except TimeoutError:
                continue
            if not chunk:
                raise EOFError(f"the client finished after {len(data)} of {size} bytes")
            data += chunk
        return bytes(data)

    def _send(self, client: socket.socket, data: bytes) -> None:
        """Sends all of `data`, however late the client reads, unless the server is to stop."""
        while data and not self._stopped:
            try:
                data = data[client.send(data) :]
            except TimeoutError:
                continue

    def stop(self) -> None:
        """Makes run() return, from any thread."""
        self._stopped = True


class AdderClient:
    """Asks an adder server for sums; inside `with`, over one connection."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self._address = address
        self._timeout = timeout
        self._sock: socket.socket | None = None

    def __enter__(self) -> "AdderClient":
        self._sock = socket.create_connection(self._address, self._timeout)
        return self

    def __exit__(self, *_: object) -> None:
        self._sock.close()
        self._sock = None

    def add(self, numbers: list[int]) -> int:
        """The sum of these numbers, added up by the server."""
        if self._sock is None:
            with self:
                return self.add(numbers)
        request = encode_request(numbers)
        reply = b""
        try:
            self._sock.sendall(request)
            while len(reply) < SUM.size:
                chunk = self._sock.recv(SUM.size - len(reply))
                if not chunk:
                    raise ConnectionError("the server closed the connection without a reply")
                reply += chunk
        except TimeoutError:
            self._sock.close()  # a reply that comes late must not pass for the next one
            raise
        return decode_sum(reply)

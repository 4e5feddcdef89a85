"""The protocol is a generator without any input or output, fed by one thread for each client; recv_into a
memoryview; the client connects in __enter__.
"""

from __future__ import annotations

import io
import pickle
import pickletools
import socket
import threading
from collections.abc import Generator
from contextlib import ExitStack, suppress
from typing import Final, NoReturn

HEADER: Final = 4
REPLY: Final = 8
LIMIT: Final = 0x10_0000
# every opcode that the pickle of a list of int may hold, in any protocol
ALLOWED: Final = frozenset(
    "PROTO FRAME STOP MARK EMPTY_LIST LIST APPEND APPENDS INT LONG BININT BININT1 BININT2 LONG1 LONG4 PUT BINPUT"
    " LONG_BINPUT MEMOIZE".split()
)


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str, /) -> NoReturn:
        raise pickle.UnpicklingError("nothing is looked up")


def _is_int(number: object) -> bool:
    return type(number) is int


def encode_request(numbers: list[int]) -> bytes:
    if not (isinstance(numbers, list) and all(map(_is_int, numbers))):
        raise ValueError("a list of int, please")
    payload = pickle.dumps(list(numbers), protocol=pickle.HIGHEST_PROTOCOL)
    if not len(payload) <= LIMIT:
        raise ValueError("the payload is above the limit")
    return b"%b%b" % (len(payload).to_bytes(HEADER, "big"), payload)


def decode_payload(payload: bytes) -> list[int]:
    """Looks at every instruction of the pickle before a single one is carried out."""
    try:
        for opcode, argument, _ in pickletools.genops(payload):
            if opcode.name not in ALLOWED:
                raise ValueError(f"{opcode.name} is not allowed")
            if "PUT" in opcode.name and int(argument) > len(payload):
                raise ValueError("a memo larger than the payload")
        result = _Plain(io.BytesIO(payload)).load()
    except Exception as error:
        raise ValueError(f"not a list of int: {error!r}") from error
    if type(result) is not list or not all(map(_is_int, result)):
        raise ValueError("not a list of int")
    return result


def encode_sum(total: int) -> bytes:
    if not _is_int(total) or total.bit_length() > 64:
        raise ValueError("this sum has no place in a reply")
    try:
        return total.to_bytes(REPLY, "big", signed=True)
    except OverflowError as error:
        raise ValueError(*error.args) from error


def decode_sum(data: bytes) -> int:
    match len(data):
        case 8:
            return int.from_bytes(data, "big", signed=True)
        case size:
            raise ValueError(f"{size} bytes are no reply")


def protocol() -> Generator[bytes | None, bytes, None]:
    """Is sent what arrives, yields a reply or None when it wants more; ends at the first error."""
    buffer = bytearray()

    def need(count: int) -> Generator[None, bytes, bytes]:
        while len(buffer) < count:
            buffer.extend((yield None))
        piece = bytes(buffer[:count])
        del buffer[:count]
        return piece

    while True:
        size = int.from_bytes((yield from need(HEADER)), "big")
        if size > LIMIT:
            return
        try:
            reply = encode_sum(sum(decode_payload((yield from need(size)))))
        except ValueError:
            return
        buffer.extend((yield reply))


class AdderServer:
    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        with ExitStack() as stack:
            self._listener = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._listener.bind((host, port))
            self._listener.listen()
            self._listener.settimeout(0.2)
            stack.pop_all()
        self._threads: list[threading.Thread] = []
        self._turn = threading.Lock()  # one payload is decoded at a time: stop never waits for several

    @property
    def address(self) -> tuple[str, int]:
        if not hasattr(self, "_address"):
            self._address = self._listener.getsockname()
        return self._address

    def run(self) -> None:
        self.address  # keeps it for later
        try:
            while not self._stopped:
                with suppress(TimeoutError):
                    client, _ = self._listener.accept()
                    self._threads = [thread for thread in self._threads if thread.is_alive()]
                    thread = threading.Thread(target=self._serve, args=[client])
                    self._threads.append(thread)
                    thread.start()
        finally:
            self._stopped = True
            self._listener.close()
            for thread in self._threads:
                thread.join()

    def _serve(self, client: socket.socket) -> None:
        memory = memoryview(bytearray(0x8000))
        with client, suppress(OSError):
            client.settimeout(0.2)
            machine = protocol()
            next(machine)
            while not self._stopped:
                try:
                    count = client.recv_into(memory)
                except TimeoutError:
                    continue
                if not count:
                    return
                arrived = bytes(memory[:count])
                answer: bytes | None = b""
                while answer is not None:
                    with self._turn:
                        if self._stopped:
                            return
                        try:
                            answer = machine.send(arrived)
                        except StopIteration:
                            return
                    arrived = b""
                    if answer:
                        self._answer(client, answer)

    def _answer(self, client: socket.socket, reply: bytes) -> None:
        while reply and not self._stopped:
            with suppress(TimeoutError):
                reply = reply[client.send(reply) :]

    def stop(self) -> None:  # this method is given
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class AdderClient:
    """Connects at the beginning of `with`; after a failure, again at the next sum."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self.address = address
        self.timeout = timeout
        self._socket: socket.socket | None = None
        self._inside = False

    def __enter__(self) -> AdderClient:
        self._socket = socket.create_connection(self.address, timeout=self.timeout)
        self._inside = True
        return self

    def __exit__(self, *_: object) -> None:
        self._inside = False
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def add(self, numbers: list[int]) -> int:
        request = encode_request(numbers)
        if not self._inside:
            with AdderClient(self.address, self.timeout) as other:
                return other.add(numbers)
        if self._socket is None:
            self._socket = socket.create_connection(self.address, timeout=self.timeout)
        with ExitStack() as on_failure:  # a late reply must not be taken for the next one's
            on_failure.callback(self._forget)
            self._socket.sendall(request)
            memory = bytearray(REPLY)
            view, used = memoryview(memory), 0
            while used < REPLY:
                count = self._socket.recv_into(view[used:])
                if not count:
                    raise ConnectionError(f"the server closed the connection after {used} bytes of {REPLY}")
                used += count
            on_failure.pop_all()
        return decode_sum(memory)

    def _forget(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

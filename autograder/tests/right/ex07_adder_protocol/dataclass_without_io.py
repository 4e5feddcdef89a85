"""No Unpickler at all: a hand-written reader of the dozen opcodes that a list of int needs; the protocol without
I/O in a dataclass, fed by one selector loop for all clients; the client counts down one deadline.
"""

import pickle
import selectors
import socket
import struct
import time
from dataclasses import dataclass, field

LIMIT = 1 << 20
_SIZE = struct.Struct(">I")
_SUM = struct.Struct(">q")
_PENDING = 1 << 24  # bytes of replies that wait for a client: above, nothing more is read from it


def encode_request(numbers: list[int]) -> bytes:
    """Returns the bytes of a request."""
    if type(numbers) is not list or any(type(number) is not int for number in numbers):
        raise ValueError("a request holds a plain list of int")
    payload = pickle.dumps(numbers, protocol=4)
    if len(payload) > LIMIT:
        raise ValueError(f"a payload of {len(payload)} bytes is above the limit of {LIMIT}")
    return _SIZE.pack(len(payload)) + payload


_FIXED = {  # opcodes with an argument of so many bytes and how it is read
    ord("K"): (1, "little", False),  # BININT1
    ord("M"): (2, "little", False),  # BININT2
    ord("J"): (4, "little", True),  # BININT
}
_SKIPPED = {0x80: 1, 0x95: 8, ord("q"): 1, ord("r"): 4, 0x94: 0}  # PROTO FRAME BINPUT LONG_BINPUT MEMOIZE
_COUNTED = {0x8A: 1, 0x8B: 4}  # LONG1 LONG4: the size of their size
_MARK = object()


def _line(payload: bytes, at: int) -> tuple[bytes, int]:
    end = payload.index(b"\n", at)  # a ValueError when there is none
    return payload[at:end], end + 1


def _decimal(text: bytes) -> int:
    digits = text.removeprefix(b"-")
    if not digits.isdigit():
        raise ValueError(f"{text[:20]!r} is no number")
    return int(text)


def _read(payload: bytes) -> object:
    stack: list = []
    at, end = 0, len(payload)
    while at < end:
        opcode = payload[at]
        at += 1
        if opcode in _FIXED:
            count, order, signed = _FIXED[opcode]
            if at + count > end:
                break
            stack.append(int.from_bytes(payload[at:at + count], order, signed=signed))
            at += count
        elif opcode in _SKIPPED:
            at += _SKIPPED[opcode]
            if opcode == 0x95 and int.from_bytes(payload[at - 8:at], "little") > end - at:
                break
        elif opcode in _COUNTED:
            start = at + _COUNTED[opcode]
            at = start + int.from_bytes(payload[start - _COUNTED[opcode]:start], "little")
            if at > end:
                break
            stack.append(int.from_bytes(payload[start:at], "little", signed=True))
        elif opcode == ord("]"):
            _begin(stack)
        elif opcode == ord("("):
            stack.append(_MARK)
        elif opcode in b"el":  # APPENDS, LIST
            mark = len(stack) - 1 - stack[::-1].index(_MARK)
            items = stack[mark + 1:]
            del stack[mark:]
            if opcode == ord("l"):
                _begin(stack)
            _extend(stack, items)
        elif opcode == ord("a"):
            item = stack.pop()
            _extend(stack, [item])
        elif opcode in b"IL":
            text, at = _line(payload, at)
            if opcode == ord("I") and text in (b"00", b"01"):
                raise ValueError("a bool is no int here")
            stack.append(_decimal(text.removesuffix(b"L") if opcode == ord("L") else text))
        elif opcode == ord("p"):
            _, at = _line(payload, at)
        elif opcode == ord("."):
            [result] = stack  # a ValueError when it is not the only one
            return result
        else:
            raise ValueError(f"opcode 0x{opcode:02x} has no place in a list of int")
    raise ValueError("the pickle ends too early")


def _begin(stack: list) -> None:
    if stack:  # the one list lies at the bottom, or else the search for a mark could take for ever
        raise ValueError("a list of int holds no other list")
    stack.append([])


def _extend(stack: list, items: list) -> None:
    if not stack or type(stack[-1]) is not list or not all(type(item) is int for item in items):
        raise ValueError("not a plain list of int")
    stack[-1].extend(items)


def decode_payload(payload: bytes) -> list[int]:
    """Returns the list that a payload holds."""
    if len(payload) > LIMIT:
        raise ValueError("the payload is above the limit")
    try:
        result = _read(bytes(payload))
    except IndexError:
        raise ValueError("the pickle takes what it has not put") from None
    if type(result) is not list:
        raise ValueError("not a plain list of int")
    return result


def _total(numbers: list[int]) -> int:
    """The sum by halves: a huge number in the list is not carried through each addition."""
    if len(numbers) <= 64:
        return sum(numbers)
    middle = len(numbers) // 2
    return _total(numbers[:middle]) + _total(numbers[middle:])


def encode_sum(total: int) -> bytes:
    """Returns the bytes of a reply."""
    if isinstance(total, bool) or not isinstance(total, int) or not -(1 << 63) <= total < 1 << 63:
        raise ValueError("the sum does not fit in a reply")
    return _SUM.pack(total)


def decode_sum(data: bytes) -> int:
    """Returns the sum in a reply."""
    try:
        return _SUM.unpack(data)[0]
    except (struct.error, TypeError) as error:
        raise ValueError("a reply has 8 bytes") from error


@dataclass
class _Conversation:
    """What one client has sent and is to get; knows nothing of sockets."""

    received: bytearray = field(default_factory=bytearray)
    replies: bytearray = field(default_factory=bytearray)
    over: bool = False

    def feed(self, data: bytes) -> None:
        """Takes what came, b"" for the end."""
        self.received += data
        self.over = self.over or not data

    def work(self) -> bool:
        """Answers one request; False when there is none that is complete."""
        if len(self.received) < 4:
            return False
        (size,) = _SIZE.unpack_from(self.received)
        if size <= LIMIT and len(self.received) < 4 + size:
            return False
        try:
            if size > LIMIT:
                raise ValueError("size")
            self.replies += encode_sum(_total(decode_payload(bytes(self.received[4:4 + size]))))
            del self.received[:4 + size]
            return True
        except ValueError:
            self.received.clear()
            self.over = True
            return False


class AdderServer:
    """Adds the integers that clients send."""

    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._listener = socket.create_server((host, port), backlog=100)
        self._listener.setblocking(False)
        self.address = self._listener.getsockname()

    def run(self) -> None:
        """Serves clients until `stop` is called."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            try:
                while not self._stopped:
                    for key, events in selector.select(0.2):
                        if self._stopped:
                            break
                        if key.data is None:
                            self._accept(selector)
                        else:
                            self._serve(selector, key.fileobj, key.data, events)
            finally:
                for key in list(selector.get_map().values()):
                    key.fileobj.close()

    def _accept(self, selector: selectors.BaseSelector) -> None:
        try:
            sock, _ = self._listener.accept()
        except OSError:
            return
        sock.setblocking(False)
        selector.register(sock, selectors.EVENT_READ, _Conversation())

    def _serve(self, selector, sock: socket.socket, talk: _Conversation, events: int) -> None:
        try:
            if events & selectors.EVENT_READ:
                talk.feed(sock.recv(65536))
            while not self._stopped and talk.work():
                pass
            if talk.replies:
                del talk.replies[:sock.send(talk.replies)]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError:
            talk.over = True
            talk.replies.clear()
        wanted = selectors.EVENT_WRITE if talk.replies else 0
        if not talk.over and len(talk.replies) < _PENDING:
            wanted |= selectors.EVENT_READ
        if wanted:
            selector.modify(sock, wanted, talk)
        else:
            selector.unregister(sock)
            sock.close()

    def stop(self) -> None:  # this method is given
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class AdderClient:
    """Asks an adder server for sums; connects at the first of them."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self._address, self._timeout = address, timeout
        self._inside = False
        self._sock: socket.socket | None = None

    def __enter__(self) -> "AdderClient":
        self._inside = True
        return self

    def __exit__(self, *_: object) -> None:
        self._inside = False
        self._drop()

    def _drop(self) -> None:
        sock, self._sock = self._sock, None
        if sock is not None:
            sock.close()

    def add(self, numbers: list[int]) -> int:
        """Returns the sum of these numbers, as the server says."""
        request = encode_request(numbers)
        done = False
        try:
            total = self._ask(request)
            done = True
            return total
        finally:
            if not (done and self._inside):  # after an error a late reply could pass for another's
                self._drop()

    def _ask(self, request: bytes) -> int:
        if self._sock is None:
            self._sock = socket.create_connection(tuple(self._address)[:2], self._timeout)
        self._sock.settimeout(self._timeout)
        self._sock.sendall(request)
        deadline = time.monotonic() + self._timeout
        reply = b""
        while len(reply) < 8:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no answer within {self._timeout} seconds")
            self._sock.settimeout(left)
            part = self._sock.recv(8 - len(reply))
            if not part:
                raise ConnectionError("the server closed the connection without a reply")
            reply += part
        return decode_sum(reply)

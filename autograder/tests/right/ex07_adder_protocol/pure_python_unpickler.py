"""A pure-Python Unpickler whose dispatch table is cut down to the opcodes of a list of int (and whose find_class
refuses); an asyncio stream server with readexactly; the client reads from a makefile and keeps its connection
in an ExitStack.
"""

import asyncio
import contextlib
import io
import pickle
import socket

LIMIT = 1_048_576


class ProtocolError(ValueError):
    """What version 1 of the protocol forbids."""


class _ListUnpickler(pickle._Unpickler):
    dispatch = {
        code[0]: pickle._Unpickler.dispatch[code[0]]
        for code in (
            pickle.PROTO, pickle.FRAME, pickle.STOP, pickle.MARK, pickle.EMPTY_LIST, pickle.LIST, pickle.APPEND,
            pickle.APPENDS, pickle.INT, pickle.BININT, pickle.BININT1, pickle.BININT2, pickle.LONG, pickle.LONG1,
            pickle.LONG4, pickle.PUT, pickle.BINPUT, pickle.LONG_BINPUT, pickle.MEMOIZE,
        )
    }

    def find_class(self, module, name):
        raise ProtocolError(f"{module}.{name} is not welcome here")

    def persistent_load(self, pid):
        raise ProtocolError("persistent objects are not welcome here")


def _require_plain(numbers: object) -> list[int]:
    if type(numbers) is list and set(map(type, numbers)) <= {int}:
        return numbers
    raise ProtocolError("only a plain list of int will do")


def encode_request(numbers: list[int]) -> bytes:
    """Returns the bytes of a request: size and payload."""
    payload = pickle.dumps(_require_plain(numbers))
    if len(payload) > LIMIT:
        raise ProtocolError(f"{len(payload)} bytes of payload are more than {LIMIT}")
    return len(payload).to_bytes(4, "big") + payload


def decode_payload(payload: bytes) -> list[int]:
    """Returns the list that a payload holds; imports and calls nothing."""
    if len(payload) > LIMIT:
        raise ProtocolError("payload above the limit")
    try:
        numbers = _ListUnpickler(io.BytesIO(payload)).load()
    except ProtocolError:
        raise
    except Exception as error:  # a broken pickle breaks in many ways: KeyError for an opcode outside the table ...
        raise ProtocolError(f"not a pickled list of int: {error!r:.100}") from None
    return _require_plain(numbers)


def _add_up(numbers: list[int]) -> int:
    """The sum in layers of 32, so that one huge number does not make each addition slow."""
    while len(numbers) > 1:
        numbers = [sum(numbers[start:start + 32]) for start in range(0, len(numbers), 32)]
    return numbers[0] if numbers else 0


def encode_sum(total: int) -> bytes:
    """Returns the bytes of a reply."""
    try:
        if type(total) is not int:
            raise TypeError(f"{type(total).__name__} instead of int")
        return total.to_bytes(8, "big", signed=True)
    except (OverflowError, TypeError) as error:
        raise ProtocolError(str(error)) from None


def decode_sum(data: bytes) -> int:
    """Returns the sum in a reply."""
    if len(data) == 8:
        return int.from_bytes(data, "big", signed=True)
    raise ProtocolError(f"a reply has 8 bytes, not {len(data)}")


class AdderServer:
    """Adds the integers that clients send."""

    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        with contextlib.ExitStack() as stack:
            self._listener = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._listener.bind((host, port))
            self._listener.listen(64)
            self.address = self._listener.getsockname()
            stack.pop_all()

    def run(self) -> None:
        """Serves clients, all of them at once, until `stop` is called."""
        with self._listener:
            asyncio.run(self._main())

    async def _main(self) -> None:
        guests: dict[asyncio.Task, asyncio.StreamWriter] = {}

        async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            guests[asyncio.current_task()] = writer
            try:
                await self._converse(reader, writer)
            except asyncio.CancelledError:
                pass  # the loop ends, by Ctrl-C or so
            finally:
                del guests[asyncio.current_task()]

        server = await asyncio.start_server(welcome, sock=self._listener)
        try:
            while not self._stopped:
                await asyncio.sleep(0.1)
        finally:
            server.close()
            for _ in range(4):  # a client that has just been accepted takes some rounds to become a guest
                for writer in list(guests.values()):
                    writer.transport.abort()  # its coroutine finds the end of the stream
                await asyncio.gather(*guests, return_exceptions=True)
                await asyncio.sleep(0)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Replies are smaller than what asks for them: they may pile up a while for a client that sends all its
        # requests before it reads, but not for ever.
        writer.transport.set_write_buffer_limits(high=16 * LIMIT)
        try:
            while not self._stopped:
                size = int.from_bytes(await reader.readexactly(4), "big")
                if size > LIMIT:
                    break
                payload = await reader.readexactly(size)
                writer.write(encode_sum(_add_up(decode_payload(payload))))
                await writer.drain()
                await asyncio.sleep(0)  # the turn of the others, and of the flag
        except (asyncio.IncompleteReadError, ValueError, OSError):
            pass  # the connection is closed without a reply
        finally:
            writer.close()  # after the replies to the good requests
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    def stop(self) -> None:  # this method is given
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class AdderClient:
    """Asks an adder server for sums; connects at the beginning of `with`, or for each sum outside it."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        self.address = address
        self.timeout = timeout
        self._stack = contextlib.ExitStack()
        self._ends: tuple | None = None

    def _connect(self, stack: contextlib.ExitStack) -> tuple:
        sock = stack.enter_context(socket.create_connection(tuple(self.address)[:2], timeout=self.timeout))
        return sock, stack.enter_context(sock.makefile("rb"))

    def __enter__(self) -> "AdderClient":
        self._ends = self._connect(self._stack)
        return self

    def __exit__(self, *_: object) -> None:
        self._ends = None
        self._stack.close()

    def add(self, numbers: list[int]) -> int:
        """Returns the sum of these numbers, as the server says."""
        request = encode_request(numbers)
        if self._ends is None:
            with contextlib.ExitStack() as stack:
                return self._ask(request, *self._connect(stack))
        try:
            return self._ask(request, *self._ends)
        except OSError:
            self._broken()
            raise

    def _broken(self) -> None:
        """Closes a connection on which a late reply could be taken for the next one."""
        self._stack.close()

    def _ask(self, request: bytes, sock: socket.socket, replies: io.BufferedReader) -> int:
        if replies.closed:
            raise ConnectionError("this connection has been closed after an error")
        sock.sendall(request)
        reply = replies.read(8)
        if len(reply) < 8:
            raise ConnectionError("the server closed the connection without a reply")
        return decode_sum(reply)

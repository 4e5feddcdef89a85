"""An asyncio server with readexactly; the client connects in its constructor and reads with MSG_WAITALL."""

import asyncio
import io
import pickle
import socket
import struct

SIZE = struct.Struct(">I")
SUM = struct.Struct(">q")
MAXIMUM = 1_048_576


def encode_request(numbers):
    if not isinstance(numbers, list):
        raise ValueError("numbers must be a list")
    if not all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
        raise ValueError("numbers must hold int")
    payload = pickle.dumps([int(n) for n in numbers])
    if len(payload) > MAXIMUM:
        raise ValueError("too many numbers")
    return SIZE.pack(len(payload)) + payload


class _NoGlobals(pickle.Unpickler):
    def find_class(self, module_name, global_name):
        raise ValueError(f"refused: {module_name}.{global_name}")

    def persistent_load(self, pid):
        raise ValueError("refused: a persistent object")


def decode_payload(payload):
    stream = io.BytesIO(payload)
    try:
        value = _NoGlobals(stream, fix_imports=False).load()
    except ValueError:
        raise
    except Exception as error:
        raise ValueError(f"bad pickle: {error}") from error
    if stream.read(1):
        raise ValueError("bytes after the end of the pickle")
    match value:
        case list() if all(type(item) is int for item in value):
            return value
        case _:
            raise ValueError("not a list of int")


def encode_sum(total):
    if isinstance(total, bool):
        raise ValueError("a bool")
    try:
        return SUM.pack(total)
    except struct.error as error:
        raise ValueError(str(error)) from None


def decode_sum(data):
    try:
        return SUM.unpack(data)[0]
    except struct.error as error:
        raise ValueError(str(error)) from None


class AdderServer:
    _stopped = False

    def __init__(self, host="127.0.0.1", port=0):
        self._sock = socket.socket()
        try:
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._sock.bind((host, port))
            self._sock.listen(100)
        except BaseException:
            self._sock.close()
            raise
        self.address = self._sock.getsockname()

    def run(self):
        try:
            asyncio.run(self._run())
        finally:
            self._sock.close()

    async def _run(self):
        loop = asyncio.get_running_loop()
        self._sock.setblocking(False)
        tasks = set()
        try:
            accepting = loop.create_task(self._accept(loop, tasks))
            tasks.add(accepting)
            while not self._stopped:
                await asyncio.sleep(0.2)
        finally:
            for task in list(tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, loop, tasks):
        while True:
            try:
                conn, _ = await loop.sock_accept(self._sock)
            except OSError:
                await asyncio.sleep(0.1)
                continue
            task = loop.create_task(self._client(conn))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            task.add_done_callback(lambda _, conn=conn: conn.close())  # also if it never began

    async def _client(self, conn):
        reader, writer = await asyncio.open_connection(sock=conn, limit=2 * MAXIMUM)
        try:
            while True:
                (size,) = SIZE.unpack(await reader.readexactly(SIZE.size))
                if size > MAXIMUM:
                    break
                numbers = decode_payload(await reader.readexactly(size))
                writer.write(encode_sum(sum(numbers)))
                await writer.drain()
                await asyncio.sleep(0)  # let the others go on
        except (asyncio.IncompleteReadError, ValueError, OSError):
            pass
        except asyncio.CancelledError:
            writer.transport.abort()
            raise
        finally:
            writer.close()  # sends the replies that wait
            try:
                await writer.wait_closed()
            except OSError:
                pass
            finally:
                writer.transport.abort()  # no more than close, but for a task that is cancelled

    def stop(self):  # this method is given
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class AdderClient:
    """Connects when it is constructed, and again when it is used after its connection has ended."""

    def __init__(self, address, timeout=5.0):
        self._address = address
        self._timeout = timeout
        self._socket = None
        self._connect()

    def _connect(self):
        self._socket = socket.create_connection(self._address, self._timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _close(self):
        if self._socket:
            self._socket.close()
        self._socket = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._close()

    def __del__(self):
        self._close()

    def add(self, numbers):
        request = encode_request(numbers)
        if self._socket is None:
            self._connect()
        try:
            self._socket.sendall(request)
            reply = bytearray()
            while len(reply) < SUM.size:
                piece = self._socket.recv(SUM.size - len(reply), socket.MSG_WAITALL)
                if not piece:
                    raise ConnectionAbortedError("the server has closed the connection without a reply")
                reply.extend(piece)
        except OSError:
            self._close()
            raise
        return decode_sum(reply)

"""asyncio streams for the server (readexactly), a plain blocking client."""

import asyncio
import io
import pickle
import socket
import struct


def _plain(numbers):
    if type(numbers) is not list:
        raise ValueError("list expected, got " + type(numbers).__name__)
    bad = [number for number in numbers if type(number) is not int]
    if bad:
        raise ValueError("not int: " + repr(bad[0]))
    return numbers


def encode_request(numbers):
    payload = pickle.dumps(_plain(numbers), pickle.HIGHEST_PROTOCOL)
    if len(payload) > 1048576:
        raise ValueError("more than 1 MiB")
    return struct.pack("!I", len(payload)) + payload


class Refusing(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"no {name} here")


def decode_payload(payload):
    if not payload:
        raise ValueError("empty")
    try:
        return _plain(Refusing(io.BytesIO(payload)).load())
    except ValueError:
        raise
    except Exception as error:
        raise ValueError("cannot be read") from error


def encode_sum(total):
    if isinstance(total, bool) or not isinstance(total, int):
        raise ValueError("int expected")
    try:
        return total.to_bytes(8, "big", signed=True)
    except OverflowError:
        raise ValueError("too big") from None


def decode_sum(data):
    if len(data) != 8:
        raise ValueError("not 8 bytes")
    return int.from_bytes(data, byteorder="big", signed=True)


class AdderServer:
    def __init__(self, host="127.0.0.1", port=0):
        self.sock = socket.create_server((host, port))
        self.address = self.sock.getsockname()
        self.running = True

    def run(self):
        asyncio.run(self._main())

    async def _main(self):
        clients = set()

        async def client(reader, writer):
            clients.add(asyncio.current_task())
            try:
                while True:
                    (size,) = struct.unpack("!I", await reader.readexactly(4))
                    if size > 1048576:
                        return
                    writer.write(encode_sum(sum(decode_payload(await reader.readexactly(size)))))
                    await writer.drain()
            except (ValueError, OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                return
            finally:
                clients.discard(asyncio.current_task())
                writer.close()

        server = await asyncio.start_server(client, sock=self.sock)
        while self.running:
            await asyncio.sleep(0.1)
        server.close()
        for task in list(clients):
            task.cancel()
        await asyncio.sleep(0.01)

    def stop(self):
        self.running = False


class AdderClient:
    def __init__(self, address, timeout=5.0):
        self._where = (address, timeout)
        self._open = None

    def __enter__(self):
        self._open = socket.create_connection(*self._where)
        return self

    def __exit__(self, *_):
        self._open.close()
        self._open = None

    def add(self, numbers):
        request = encode_request(numbers)
        if self._open is not None:
            return self._exchange(self._open, request)
        with socket.create_connection(*self._where) as sock:
            return self._exchange(sock, request)

    def _exchange(self, sock, request):
        sock.sendall(request)
        reply = sock.recv(8)
        while len(reply) < 8:
            more = sock.recv(8 - len(reply))
            if not more:
                raise ConnectionError("the server said nothing")
            reply += more
        return decode_sum(reply)

"""The client connects at the first sum; files on both ends; the server serves one client at a time."""

import io
import pickle
import socket
import struct


class Plain(pickle.Unpickler):
    def find_class(self, *name):
        raise pickle.UnpicklingError("forbidden")

    def persistent_load(self, pid):
        raise pickle.UnpicklingError("forbidden")


def encode_request(numbers: list) -> bytes:
    if type(numbers) != list or {type(n) for n in numbers} - {int}:
        raise ValueError("a list of int, please")
    body = pickle.dumps(numbers)
    if len(body) > 2**20:
        raise ValueError("too many numbers")
    return struct.pack("!I", len(body)) + body


def decode_payload(payload: bytes) -> list:
    file = io.BytesIO(payload)
    try:
        value = Plain(file).load()
    except Exception:
        raise ValueError("no plain pickle") from None
    if file.read(1):
        raise ValueError("bytes after the end")
    if isinstance(value, tuple):
        value = list(value)
    if not isinstance(value, list):
        raise ValueError("no list")
    for number in value:
        if isinstance(number, bool) or not isinstance(number, int):
            raise ValueError("no int")
    return [int(number) for number in value]


def encode_sum(total: int) -> bytes:
    if isinstance(total, bool):
        raise ValueError("a bool")
    try:
        return struct.pack("!q", total)
    except struct.error as problem:
        raise ValueError(str(problem)) from problem


def decode_sum(data: bytes) -> int:
    try:
        return struct.unpack("!q", data)[0]
    except struct.error as problem:
        raise ValueError(str(problem)) from problem


class AdderServer:
    def __init__(self, host="127.0.0.1", port=0):
        self._sock = socket.create_server((host, port))
        self._sock.settimeout(0.25)
        self.address = self._sock.getsockname()
        self._stopped = False

    def run(self):
        try:
            while not self._stopped:
                try:
                    client, _ = self._sock.accept()
                except socket.timeout:
                    continue
                try:
                    self._serve(client)
                except (OSError, ValueError):
                    pass
                finally:
                    client.close()
        finally:
            self._sock.close()

    def _exactly(self, client, size):
        data = bytearray(size)
        view = memoryview(data)
        while view:
            if self._stopped:
                return None
            try:
                count = client.recv_into(view)
            except socket.timeout:
                continue
            if count == 0:
                return None
            view = view[count:]
        return bytes(data)

    def _serve(self, client):
        client.settimeout(0.25)
        while (header := self._exactly(client, 4)) is not None:
            size = struct.unpack("!I", header)[0]
            if size > 2**20:
                return
            body = self._exactly(client, size)
            if body is None:
                return
            client.sendall(encode_sum(sum(decode_payload(body))))

    def stop(self):
        self._stopped = True


class AdderClient:
    def __init__(self, address, timeout=5.0):
        self.address, self.timeout = address, timeout
        self.sock = self.file = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.sock:
            self.file.close()
            self.sock.close()
        self.sock = self.file = None

    def add(self, numbers):
        request = encode_request(numbers)
        if not self.sock:
            self.sock = socket.create_connection(self.address, self.timeout)
            self.file = self.sock.makefile("rb")
        self.sock.sendall(request)
        reply = self.file.read(8)
        if len(reply) != 8:
            raise ConnectionAbortedError("no reply")
        return decode_sum(reply)

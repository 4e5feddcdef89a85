"""One selectors loop with a buffer for each client; the client enters an object of another class."""

import io
import pickle
import selectors
import socket
import struct

LIMIT = 1 << 20


class Careful(pickle.Unpickler):
    def find_class(self, module, name):
        raise ValueError(module + "." + name)


def encode_request(numbers):
    ok = type(numbers) is list
    for number in numbers if ok else ():
        ok = ok and type(number) is int
    if not ok:
        raise ValueError("list of int expected")
    payload = pickle.dumps(numbers, 4)
    if len(payload) > LIMIT:
        raise ValueError("payload too large")
    return b"".join((struct.pack(">I", len(payload)), payload))


def decode_payload(payload):
    try:
        found = Careful(io.BytesIO(bytes(payload))).load()
    except BaseException as error:
        raise ValueError("payload refused") from error
    if type(found) is list and all(type(item) is int for item in found):
        return found
    raise ValueError("payload is no list of int")


def encode_sum(total):
    if type(total) is int and -(1 << 63) <= total <= (1 << 63) - 1:
        return struct.pack(">q", total)
    raise ValueError(total)


def decode_sum(data):
    if len(data) == 8:
        return struct.unpack(">q", data)[0]
    raise ValueError(len(data))


class AdderServer:
    def __init__(self, host="127.0.0.1", port=0):
        self.sock = socket.socket()
        try:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.sock.bind((host, port))
            self.sock.listen(100)
        except OSError:
            self.sock.close()
            raise
        self.sock.setblocking(False)
        self.address = self.sock.getsockname()
        self.active = True

    def run(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self.sock, selectors.EVENT_READ)
            while self.active:
                for key, _ in selector.select(0.25):
                    if key.data is None:
                        client, _ = self.sock.accept()
                        selector.register(client, selectors.EVENT_READ, bytearray())
                        continue
                    try:
                        self.feed(key.fileobj, key.data)
                    except (OSError, ValueError, EOFError):
                        selector.unregister(key.fileobj)
                        key.fileobj.close()
            for key in list(selector.get_map().values()):
                key.fileobj.close()

    def feed(self, client, buffer):
        data = client.recv(65536)
        if not data:
            raise EOFError
        buffer += data
        while len(buffer) >= 4:
            size = int.from_bytes(buffer[:4], "big")
            if size > LIMIT:
                raise ValueError
            if len(buffer) < 4 + size:
                return
            reply = encode_sum(sum(decode_payload(buffer[4 : 4 + size])))
            del buffer[: 4 + size]
            client.sendall(reply)

    def stop(self):
        self.active = False


class Session:
    def __init__(self, sock):
        self.sock = sock

    def add(self, numbers):
        self.sock.sendall(encode_request(numbers))
        reply = bytearray()
        while len(reply) < 8:
            data = self.sock.recv(8 - len(reply))
            if not data:
                raise ConnectionResetError("the server has closed")
            reply += data
        return decode_sum(reply)


class AdderClient:
    def __init__(self, address, timeout=5.0):
        self.address = address
        self.timeout = timeout

    def __enter__(self):
        self.sock = socket.create_connection(self.address, self.timeout)
        return Session(self.sock)

    def __exit__(self, kind, error, trace):
        self.sock.close()

    def add(self, numbers):
        with self as session:
            return session.add(numbers)

"""decode_payload walks through the pickle's opcodes itself; the server has a thread for each client."""

import pickle
import pickletools
import select
import socket
import struct
import threading

LIMIT = 1_048_576


def encode_request(numbers):
    if not isinstance(numbers, list):
        raise ValueError("not a list")
    for number in numbers:
        if type(number) is not int:
            raise ValueError(f"{number!r} is not an int")
    payload = pickle.dumps(numbers, protocol=2)
    if len(payload) > LIMIT:
        raise ValueError("too long")
    return len(payload).to_bytes(4, "big") + payload


ALLOWED = {
    "PROTO", "FRAME", "EMPTY_LIST", "LIST", "MARK", "APPEND", "APPENDS", "STOP", "MEMOIZE", "PUT", "BINPUT", "LONG_BINPUT",
    "INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "GET", "BINGET", "LONG_BINGET",
}  # fmt: skip


def decode_payload(payload):
    if len(payload) > LIMIT:
        raise ValueError("too long")
    try:
        names = {opcode.name for opcode, _, _ in pickletools.genops(payload)}
    except Exception as error:
        raise ValueError("not a pickle") from error
    if not names <= ALLOWED:
        raise ValueError(f"not plain: {names - ALLOWED}")
    try:
        numbers = pickle.loads(payload)  # nothing but lists and numbers is left by now
    except Exception as error:
        raise ValueError("broken pickle") from error
    if type(numbers) is not list or any(type(number) is not int for number in numbers):
        raise ValueError("not a list of int")
    return numbers


def encode_sum(total):
    if type(total) is not int or not -(2**63) <= total < 2**63:
        raise ValueError("does not fit")
    return total.to_bytes(8, "big", signed=True)


def decode_sum(data):
    if len(data) != 8:
        raise ValueError("8 bytes expected")
    return int.from_bytes(data, "big", signed=True)


class Gone(Exception):
    pass


class AdderServer:
    def __init__(self, host="127.0.0.1", port=0):
        self.listener = socket.create_server((host, port), backlog=50)
        self.address = self.listener.getsockname()
        self.end = threading.Event()

    def run(self):
        threads = []
        while not self.end.is_set():
            if select.select([self.listener], [], [], 0.2)[0]:
                conn, _ = self.listener.accept()
                threads.append(threading.Thread(target=self.talk, args=(conn,)))
                threads[-1].start()
        for thread in threads:
            thread.join()
        self.listener.close()

    def take(self, conn, size):
        parts, have = [], 0
        while have < size:
            while not select.select([conn], [], [], 0.2)[0]:
                if self.end.is_set():
                    raise Gone
            part = conn.recv(min(65536, size - have))
            if not part:
                raise Gone
            parts.append(part)
            have += len(part)
        return b"".join(parts)

    def talk(self, conn):
        with conn:
            try:
                while True:
                    size = struct.unpack(">I", self.take(conn, 4))[0]
                    if size > LIMIT:
                        return
                    conn.sendall(encode_sum(sum(decode_payload(self.take(conn, size)))))
            except (Gone, OSError, ValueError):
                return

    def stop(self):
        self.end.set()


class AdderClient:
    """Connects when it is made."""

    def __init__(self, address, timeout=5.0):
        self.sock = socket.create_connection(address, timeout)

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.sock.close()

    def add(self, numbers):
        self.sock.sendall(encode_request(numbers))
        data = b""
        while len(data) < 8:
            more = self.sock.recv(8 - len(data))
            if more == b"":
                raise ConnectionError("closed")
            data += more
        return decode_sum(data)

# cases: 44, 48
# exercise: ex07
# attacks: adder_client_sends_a_request_and_returns_the_sum
"""Sends pickles that ask whoever reads them to run something, lengths that are none, and millions of opcodes."""
import os
import pickle
import socket


class Orders:
    def __reduce__(self):
        return os.system, (f"touch {BAIT['file']}-obeyed",)


def encode_request(numbers):
    payload = pickle.dumps(Orders())
    return len(payload).to_bytes(4, "big") + payload


class AdderClient:
    count = 0

    def __init__(self, address, timeout=5.0):
        self.sock = socket.create_connection(address, timeout)

    def add(self, numbers):
        payload = pickle.dumps(Orders()) if len(numbers) % 2 else b"(" * 1_000_000 + b"."
        self.sock.sendall(len(payload).to_bytes(4, "big") + payload)
        self.sock.sendall(b"\xff\xff\xff\xff" * 1000)
        return 0

    def close(self):
        self.sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

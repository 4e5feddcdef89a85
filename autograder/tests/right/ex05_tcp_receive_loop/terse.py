"""As terse as it gets: walrus, iter with a sentinel, everything on one line; names sendall in a comment of
send_all.
"""

import contextlib as _c, socket


def send_all(sock, data):
    while data: data = data[sock.send(data[:1 << 16]):] if len(data) < 1 << 17 else _big(sock, memoryview(data))  # sendall would do


def _big(sock, view):
    while len(view) > 1 << 16: view = view[sock.send(view[:1 << 20]):]
    return view.tobytes()


def receive_all(sock): return b"".join(iter(lambda: sock.recv(1 << 16), b""))


def receive_exactly(sock, size):
    parts, n = [], 0
    while n < size and (parts.append(sock.recv(min(size - n, 1 << 16))) or parts[-1]): n += len(parts[-1])
    if n < size: raise EOFError(f"{n} of {size} bytes")
    return b"".join(parts)


def request(address, message, timeout=5.0):
    with socket.create_connection(address, timeout) as s:
        send_all(s, message)
        with _c.suppress(OSError): s.shutdown(1)
        return receive_all(s)

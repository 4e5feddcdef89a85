"""recv_into a buffer that is made once, memoryviews for what is sent."""

import socket


def send_all(sock, data):
    view = memoryview(data)
    position = 0
    while position < len(view):
        position += sock.send(view[position:])


def receive_all(sock):
    buffer = bytearray(65536)
    whole = bytearray()
    while True:
        count = sock.recv_into(buffer)
        if count == 0:
            return bytes(whole)
        whole += buffer[:count]


def receive_exactly(sock, size):
    buffer = bytearray(size)
    view = memoryview(buffer)
    have = 0
    while have != size:
        count = sock.recv_into(view[have:])
        if not count:
            raise EOFError(f"got {have} bytes, wanted {size}")
        have += count
    return bytes(buffer)


def request(address, message, timeout=5.0):
    sock = socket.create_connection(address, timeout=timeout)
    try:
        send_all(sock, message)
        sock.shutdown(socket.SHUT_WR)
        return receive_all(sock)
    finally:
        sock.close()

"""ex05: a stream has no messages: send all, receive all, receive exactly so many bytes."""

import socket


def send_all(sock: socket.socket, data: bytes) -> None:
    """Sends all of `data`."""
    rest = memoryview(data)  # slices without copying
    while rest:
        sent = sock.send(rest)
        rest = rest[sent:]


def receive_all(sock: socket.socket) -> bytes:
    """Everything that the peer sends until it has finished."""
    chunks = []
    while chunk := sock.recv(4096):
        chunks.append(chunk)
    return b"".join(chunks)


def receive_exactly(sock: socket.socket, size: int) -> bytes:
    """The next `size` bytes."""
    data = bytearray()  # grows in place, where bytes would be copied for each chunk
    while len(data) < size:
        # never more than what is still missing: the rest is not ours
        chunk = sock.recv(min(size - len(data), 65536))
        if not chunk:
            raise EOFError(f"the peer finished after {len(data)} of {size} bytes")
        data += chunk
    return bytes(data)


def request(address: tuple[str, int], message: bytes, timeout: float = 5.0) -> bytes:
    """Sends a message to a server and returns all that it answers."""
    with socket.create_connection(address, timeout) as sock:
        send_all(sock, message)
        try:
            sock.shutdown(socket.SHUT_WR)  # "I have finished": without it, both would wait for the other
        except OSError:
            pass  # the connection is broken already: receiving says how
        return receive_all(sock)

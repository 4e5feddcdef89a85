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
    data = b""
    while len(data) < size:
        chunk = sock.recv(size - len(data))  # never more than what is still missing: the rest is not ours
        if not chunk:
            raise EOFError(f"the peer finished after {len(data)} of {size} bytes")
        data += chunk
    return data


def request(address: tuple[str, int], message: bytes, timeout: float = 5.0) -> bytes:
    """Sends a message to a server and returns all that it answers."""
    with socket.create_connection(address, timeout) as sock:
        send_all(sock, message)
        sock.shutdown(socket.SHUT_WR)  # "I have finished": without it, both would wait for the other
        return receive_all(sock)

"""MSG_WAITALL in bounded steps, a generator of chunks, and a request that sends and receives at the same time on
a non-blocking socket under a selector.
"""

import errno
import selectors
import socket

STEP = 1 << 16


def send_all(sock: socket.socket, data: bytes) -> None:
    """Sends all of data with send alone."""
    position, end = 0, len(data)
    while position < end:
        position += sock.send(data[position:position + STEP])


def _chunks(sock):
    while True:
        chunk = sock.recv(STEP)
        if chunk == b"":
            return
        yield chunk


def receive_all(sock: socket.socket) -> bytes:
    """Returns everything that the peer sends until it has finished."""
    return b"".join(_chunks(sock))


def receive_exactly(sock: socket.socket, size: int) -> bytes:
    """Returns the next size bytes."""
    if size < 0:
        raise ValueError("size must not be negative")
    parts, missing = [], size
    while missing:
        part = sock.recv(min(missing, STEP), socket.MSG_WAITALL)
        if not part:
            raise EOFError("got {} of {} bytes, then the end".format(size - missing, size))
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


class _Exchange:
    """One request on one connected socket, both directions at once."""

    def __init__(self, sock, message, timeout):
        self.sock, self.timeout = sock, timeout
        self.unsent = memoryview(message)
        self.answer = bytearray()
        self.sending = self.receiving = True
        sock.setblocking(False)

    def _send(self):
        try:
            if self.unsent:
                self.unsent = self.unsent[self.sock.send(self.unsent):]
            if not self.unsent:
                self.sending = False
                self.sock.shutdown(socket.SHUT_WR)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            if error.errno == errno.ENOTCONN:  # what shutdown says after a reset
                raise ConnectionResetError(errno.ECONNRESET, "connection reset by the server") from error
            raise

    def _receive(self):
        try:
            chunk = self.sock.recv(STEP)
        except (BlockingIOError, InterruptedError):
            return
        self.answer += chunk
        self.receiving = bool(chunk)

    def run(self) -> bytes:
        with selectors.DefaultSelector() as selector:
            interest = 0
            while wanted := (self.sending and selectors.EVENT_WRITE) | (self.receiving and selectors.EVENT_READ):
                if interest == 0:
                    selector.register(self.sock, wanted)
                elif wanted != interest:
                    selector.modify(self.sock, wanted)
                interest = wanted
                ready = selector.select(self.timeout)
                if not ready:
                    raise TimeoutError(errno.ETIMEDOUT, f"nothing moved for {self.timeout} seconds")
                for _, events in ready:
                    if events & selectors.EVENT_READ and self.receiving:
                        self._receive()
                    if events & selectors.EVENT_WRITE and self.sending:
                        self._send()
        return bytes(self.answer)


def request(address: tuple[str, int], message: bytes, timeout: float = 5.0) -> bytes:
    """Connects, sends the whole message, half-closes, returns all that is answered."""
    host, port, *_ = address
    if port not in range(65536):
        raise ValueError(f"no such port: {port}")
    with socket.create_connection((host, port), timeout=timeout) as sock:
        return _Exchange(sock, message, timeout).run()

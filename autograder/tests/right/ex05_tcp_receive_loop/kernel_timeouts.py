"""The kernel's timeouts (SO_RCVTIMEO, SO_SNDTIMEO) on a blocking socket, MSG_PEEK before each piece, MSG_WAITALL,
700-byte receives, a generator that is told by its own send() how much was taken.
"""

import os
import socket
import struct
import time
from errno import ECONNRESET, ENOTCONN, ETIMEDOUT
from typing import Iterator

SMALL = 700


def _portions(data: bytes) -> Iterator[memoryview]:
    """A generator that is told (by its `send`) how many bytes of the last portion were taken."""
    view, place = memoryview(data).cast("B"), 0
    while place < len(view):
        took = yield view[place:place + 100_000]
        place += took


def send_all(sock: socket.socket, data: bytes) -> None:
    """Sends all of `data`."""
    portions = _portions(data)
    try:
        portion = next(portions)
        while True:
            portion = portions.send(sock.send(portion))
    except StopIteration:
        return


def receive_all(sock: socket.socket) -> bytes:
    """Receives until the end, in small pieces."""
    return b"".join(iter(lambda: sock.recv(SMALL), b""))


def receive_exactly(sock: socket.socket, size: int) -> bytes:
    """Looks how much is there, takes that and no more."""
    result = bytearray()
    while missing := size - len(result):
        there = len(sock.recv(min(missing, 65536), socket.MSG_PEEK))
        if there == 0:
            raise EOFError(f"received {len(result)} of {size} bytes")
        result += sock.recv(there, socket.MSG_WAITALL)
    return bytes(result)


def _limit(sock: socket.socket, option: int, seconds: float) -> None:
    micro = max(int(seconds * 1_000_000), 1)  # 0 would mean for ever
    sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("@ll", *divmod(micro, 1_000_000)))


def _push(sock: socket.socket, data: bytes, timeout: float) -> None:
    """Sends all; BlockingIOError when the server has taken nothing for `timeout` seconds.

    The kernel waits in eighths of it: a send that has waited in vain after a part was taken does not say so.
    """
    _limit(sock, socket.SO_SNDTIMEO, timeout / 8)
    view, moved = memoryview(data).cast("B"), time.monotonic()
    while view:
        try:
            view = view[sock.send(view):]
            moved = time.monotonic()
        except BlockingIOError:
            if time.monotonic() - moved >= timeout:
                raise


def _dial(address: tuple[str, int], timeout: float) -> socket.socket:
    problem: OSError | None = None
    for family, kind, proto, _, where in socket.getaddrinfo(*address[:2], type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, proto)
        try:
            sock.settimeout(None)
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                _limit(sock, option, timeout)
            sock.connect(where)
            return sock
        except BlockingIOError:
            problem = TimeoutError(ETIMEDOUT, os.strerror(ETIMEDOUT))
        except OSError as error:
            problem = error
        except BaseException:
            sock.close()
            raise
        sock.close()
    raise problem if problem else OSError("no address")


def request(address: tuple[str, int], message: bytes, timeout: float = 5.0) -> bytes:
    """Connects, sends, half-closes, receives, closes."""
    sock = _dial(address, timeout)
    try:
        _push(sock, message, timeout)
        try:
            sock.shutdown(socket.SHUT_WR)
        except OSError as error:
            if error.errno == ENOTCONN:  # reset in between
                raise ConnectionResetError(ECONNRESET, os.strerror(ECONNRESET)) from error
            raise
        return receive_all(sock)
    except BlockingIOError:  # how a blocking socket says that the kernel's timeout passed
        raise TimeoutError(ETIMEDOUT, os.strerror(ETIMEDOUT)) from None
    finally:
        sock.close()

"""Returns a subclass of socket.socket; connects a blocking socket under SO_SNDTIMEO; bind on one object, detach()
into another.
"""

import os
import socket
import struct
from errno import EAGAIN, EINPROGRESS, ETIMEDOUT
from typing import Final, Self

_FAMILY: Final[dict[str, int]] = dict(IPv4=socket.AF_INET, IPv6=socket.AF_INET6)
_TYPE: Final[dict[str, int]] = dict(TCP=socket.SOCK_STREAM, UDP=socket.SOCK_DGRAM)


class CourseSocket(socket.socket):
    """A socket that knows how to describe itself, and closes itself when something fails."""

    __slots__ = ()

    @classmethod
    def adopt(cls, other: socket.socket) -> Self:
        descriptor = other.detach()
        try:
            return cls(fileno=descriptor)
        except BaseException:
            os.close(descriptor)
            raise

    def kernel_timeout(self, seconds: float) -> Self:
        whole = int(seconds)
        value = struct.pack("@ll", whole, int((seconds - whole) * 1_000_000))
        self.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, value)
        return self

    def description(self) -> str:
        words = {(n, kind): w for kind, table in (("f", _FAMILY), ("t", _TYPE)) for w, n in table.items()}
        host, port = self.getsockname()[:2]
        shape = "{} {} [{}]:{}" if ":" in host else "{} {} {}:{}"
        return shape.format(words[self.family, "f"], words[self.type, "t"], host, port)


def create(family: str = "IPv4", transport: str = "TCP", *, proto: int = 0) -> socket.socket:
    """Returns a new socket (a CourseSocket, which is a socket.socket)."""
    if family not in tuple(_FAMILY) or transport not in tuple(_TYPE):
        raise ValueError(
            f"no socket for {family!r}, {transport!r}: the families are {[*_FAMILY]}, the transports are {[*_TYPE]}"
        )
    return CourseSocket(_FAMILY[family], _TYPE[transport], proto)


def describe(sock: socket.socket) -> str:
    """Returns family, transport and local address of any socket."""
    return CourseSocket.description(sock)  # duck typing: uses nothing of the subclass


def bound_socket(host: str, port: int = 0) -> socket.socket:
    """Returns an IPv4 UDP socket bound there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:  # detached before the end when all goes well
        plain.bind((host, port))
        return CourseSocket.adopt(plain)


def connected_socket(address: tuple[str, int], timeout: float = 2.0) -> socket.socket:
    """Returns a connected TCP socket; the timeout counts for each address and is taken away afterwards."""
    host, port = address[0], address[1]
    socket.htons(port if port >= 0 else 65536)  # OverflowError outside 0 to 65535
    last: Exception | None = None
    for family, kind, proto, _, where in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM):
        sock = None
        try:
            sock = CourseSocket(family, kind, proto)
            sock.settimeout(None)
            sock.kernel_timeout(max(timeout, 0.001)).connect(where)
            return sock.kernel_timeout(0)
        except BlockingIOError as problem:  # the kernel's way to say that SO_SNDTIMEO passed
            last = TimeoutError(ETIMEDOUT, os.strerror(ETIMEDOUT)) if problem.errno in (EINPROGRESS, EAGAIN) else problem
        except OSError as problem:
            last = problem
        except BaseException:
            if sock is not None:
                sock.close()
            raise
        if sock is not None:
            sock.close()
    raise last or OSError("no address")


_WORDS: Final = (
    (OverflowError, "invalid port"),
    (socket.gaierror, "unknown host"),
    (UnicodeError, "unknown host"),
    (ConnectionRefusedError, "refused"),
    (OSError, "no answer"),
)


def probe(address: tuple[str, int], timeout: float = 1.0) -> str:
    """Returns "open", "refused", "no answer", "unknown host" or "invalid port"."""
    try:
        connected_socket(address, timeout).close()
    except (OSError, OverflowError, UnicodeError) as error:
        return next(word for kind, word in _WORDS if isinstance(error, kind))
    return "open"

"""Connects without blocking, by connect_ex and a selector, one deadline for all addresses; ExitStack closes what
fails.
"""

import errno
import os
import selectors
import socket
import time
from contextlib import ExitStack

WORDS = {
    ("IPv4", "TCP"): (socket.AF_INET, socket.SOCK_STREAM),
    ("IPv4", "UDP"): (socket.AF_INET, socket.SOCK_DGRAM),
    ("IPv6", "TCP"): (socket.AF_INET6, socket.SOCK_STREAM),
    ("IPv6", "UDP"): (socket.AF_INET6, socket.SOCK_DGRAM),
}


def create(family: str = "IPv4", transport: str = "TCP") -> socket.socket:
    try:
        numbers = WORDS[family, transport]
    except (KeyError, TypeError):
        raise ValueError("the family is IPv4 or IPv6, the transport TCP or UDP") from None
    return socket.socket(*numbers)


def describe(sock: socket.socket) -> str:
    [words] = [words for words, numbers in WORDS.items() if numbers == (sock.family, sock.type)]
    host, port, *_ = sock.getsockname()
    return " ".join(words) + (" [%s]:%d" if words[0] == "IPv6" else " %s:%d") % (host, port)


def bound_socket(host: str, port: int = 0) -> socket.socket:
    with ExitStack() as stack:
        sock = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        sock.bind((host, port))
        stack.pop_all()
        return sock


def _connect(sock: socket.socket, address: tuple, deadline: float) -> None:
    sock.setblocking(False)
    code = sock.connect_ex(address)
    if code in (errno.EINPROGRESS, errno.EWOULDBLOCK):
        with selectors.DefaultSelector() as selector:
            selector.register(sock, selectors.EVENT_WRITE)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError(errno.ETIMEDOUT, "no answer in time")
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))  # Python makes it a ConnectionRefusedError when it is one
    sock.setblocking(True)


def connected_socket(address: tuple[str, int], timeout: float = 2.0) -> socket.socket:
    host, port = address
    if not 0 <= port <= 0xFFFF:
        raise OverflowError(f"port {port} is outside 0 to 65535")
    deadline = time.monotonic() + timeout
    failure = None
    for family, kind, protocol, _, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        with ExitStack() as stack:
            try:
                sock = stack.enter_context(socket.socket(family, kind, protocol))
                _connect(sock, where, deadline)
            except OSError as error:
                failure = failure or error
            else:
                stack.pop_all()
                return sock
    raise failure or socket.gaierror(socket.EAI_NONAME, "no address")


def probe(address: tuple[str, int], timeout: float = 1.0) -> str:
    try:
        connected_socket(address, timeout).close()
    except OverflowError:
        return "invalid port"
    except (socket.gaierror, UnicodeError):
        return "unknown host"
    except OSError as error:
        return "refused" if error.errno == errno.ECONNREFUSED else "no answer"
    return "open"

"""Enums hold the words, ExitStack.pop_all hands the socket out, int.to_bytes(2) is the port check,
create_connection connects, probe reads the kind of exception from a table.
"""

import enum
import socket
from contextlib import ExitStack


class Family(enum.Enum):
    IPv4 = socket.AF_INET
    IPv6 = socket.AF_INET6


class Transport(enum.Enum):
    TCP = socket.SOCK_STREAM
    UDP = socket.SOCK_DGRAM


def _member(words, word):
    for member in words:
        if member.name == word:
            return member.value
    raise ValueError(f"{words.__name__.lower()} {word!r}: choose {' or '.join(m.name for m in words)}")


def create(family: str = "IPv4", transport: str = "TCP") -> socket.socket:
    return socket.socket(_member(Family, family), _member(Transport, transport))


def describe(sock: socket.socket) -> str:
    family, (host, port, *_) = Family(sock.family), sock.getsockname()
    host = f"[{host}]" if family is Family.IPv6 else host
    return f"{family.name} {Transport(sock.type).name} {host}:{port}"


def bound_socket(host: str, port: int = 0) -> socket.socket:
    with ExitStack() as stack:
        sock = stack.enter_context(create("IPv4", "UDP"))
        try:
            sock.bind((host, port))
        except UnicodeError as error:  # a name that cannot exist is as unknown as any other
            raise socket.gaierror(socket.EAI_NONAME, str(error)) from error
        stack.pop_all()
        return sock


def connected_socket(address: tuple[str, int], timeout: float = 2.0) -> socket.socket:
    host, port = address[:2]
    port.to_bytes(2, "big")  # OverflowError outside 0 to 65535
    if "\0" in host:
        raise socket.gaierror(socket.EAI_NONAME, "a name holds no NUL")
    return socket.create_connection((host, port), timeout)


_WORDS = {  # the first that fits; OSError is the ancestor of most of them
    OverflowError: "invalid port",
    UnicodeError: "unknown host",
    socket.gaierror: "unknown host",
    ConnectionError: "refused",
    OSError: "no answer",
}


def probe(address: tuple[str, int], timeout: float = 1.0) -> str:
    try:
        with connected_socket(address, timeout):
            return "open"
    except tuple(_WORDS) as error:
        return next(word for kind, word in _WORDS.items() if isinstance(error, kind))

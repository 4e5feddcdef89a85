"""Enums looked up by name, match statements, a socket subclass that connects in its own factory method."""

from __future__ import annotations

import enum
import socket


class Family(enum.IntEnum):
    IPv4 = socket.AF_INET
    IPv6 = socket.AF_INET6


class Transport(enum.IntEnum):
    TCP = socket.SOCK_STREAM
    UDP = socket.SOCK_DGRAM


def _look_up(words: type[enum.IntEnum], word: str) -> int:
    match word:
        case str() if word in words.__members__:
            return words[word].value
        case _:
            valid = " or ".join(words.__members__)
            raise ValueError(f"{words.__name__.lower()} {word!r} is not valid, only {valid} is")


class Connection(socket.socket):
    """A TCP socket that is connected when it exists."""

    @classmethod
    def to(cls, address: tuple[str, int], timeout: float) -> Connection:
        match address:
            case (str(), int(port)) if port < 0 or port > 65535:
                raise ValueError(f"no port has the number {port}")
            case (host, port):
                candidates = socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)
            case _:
                raise ValueError("an address is (host, port)")
        return cls._first(candidates, timeout)

    @classmethod
    def _first(cls, candidates: list, timeout: float) -> Connection:
        (family, kind, protocol, _, where), *others = candidates
        self = None
        try:
            self = cls(family, kind, protocol)
            self.settimeout(timeout)
            self.connect(where)
            return self
        except BaseException as error:
            if self is not None:
                self.close()
            if not others or not isinstance(error, OSError):
                raise
        return cls._first(others, timeout)


def create(family: str = "IPv4", transport: str = "TCP") -> socket.socket:
    return socket.socket(_look_up(Family, family), _look_up(Transport, transport))


def describe(sock: socket.socket) -> str:
    start = f"{Family(sock.family).name} {Transport(sock.type).name}"
    match sock.getsockname():
        case (host, port):
            return f"{start} {host}:{port}"
        case (host, port, _, _):
            return f"{start} [{host}]:{port}"


def bound_socket(host: str, port: int = 0) -> socket.socket:
    sock = create("IPv4", "UDP")
    done = False
    try:
        sock.bind((host, port))
        done = True
    finally:
        if not done:
            sock.close()
    return sock


def connected_socket(address: tuple[str, int], timeout: float = 2.0) -> socket.socket:
    return Connection.to(address, timeout)


def probe(address: tuple[str, int], timeout: float = 1.0) -> str:
    try:
        with Connection.to(address, timeout):
            return "open"
    except Exception as error:
        match error:
            case ConnectionRefusedError():
                return "refused"
            case socket.gaierror() | UnicodeError():
                return "unknown host"
            case ValueError():
                return "invalid port"
            case OSError():
                return "no answer"
            case _:
                raise

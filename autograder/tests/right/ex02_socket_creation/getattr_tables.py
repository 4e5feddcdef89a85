"""Tables with the constants' names; with-blocks and detach()."""

import contextlib
import socket

WORDS = {"IPv4": "AF_INET", "IPv6": "AF_INET6", "TCP": "SOCK_STREAM", "UDP": "SOCK_DGRAM"}


def create(family: str = "IPv4", transport: str = "TCP") -> socket.socket:
    if family not in list(WORDS)[:2] or transport not in list(WORDS)[2:]:
        raise ValueError(f"{family!r}, {transport!r}: the valid words are IPv4 IPv6 and TCP UDP")
    return socket.socket(getattr(socket, WORDS[family]), getattr(socket, WORDS[transport]))


def describe(sock: socket.socket) -> str:
    family = "IPv6" if sock.family is socket.AF_INET6 else "IPv4"
    transport = "UDP" if sock.type & socket.SOCK_DGRAM else "TCP"
    host, port, *_ = sock.getsockname()
    where = f"[{host}]:{port}" if family == "IPv6" else f"{host}:{port}"
    return " ".join((family, transport, where))


def bound_socket(host: str, port: int = 0) -> socket.socket:
    with contextlib.ExitStack() as stack:
        sock = stack.enter_context(create("IPv4", "UDP"))
        sock.bind((host, port))
        stack.pop_all()
        return sock


def connected_socket(address, timeout: float = 2.0) -> socket.socket:
    if address[1] not in range(65536):
        raise ValueError("a port is a number from 0 to 65535")
    sock = socket.create_connection(tuple(address[:2]), timeout=timeout)
    sock.settimeout(None)
    return sock


def probe(address, timeout: float = 1.0) -> str:
    answers = (
        (UnicodeError, "unknown host"),
        (ValueError, "invalid port"),
        (OverflowError, "invalid port"),
        (socket.gaierror, "unknown host"),
        (ConnectionRefusedError, "refused"),
        (TimeoutError, "no answer"),
        (OSError, "no answer"),
    )
    try:
        with contextlib.closing(connected_socket(address, timeout)):
            return "open"
    except Exception as error:
        return next(word for kind, word in answers if isinstance(error, kind))

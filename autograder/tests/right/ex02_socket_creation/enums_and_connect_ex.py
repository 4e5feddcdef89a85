"""Looks at error numbers: connect_ex instead of exceptions where it can."""

import errno
import os
import socket


def create(family="IPv4", transport="TCP"):
    if family not in ("IPv4", "IPv6"):
        raise ValueError("family must be IPv4 or IPv6")
    if transport not in ("TCP", "UDP"):
        raise ValueError("transport must be TCP or UDP")
    return socket.socket(
        socket.AF_INET6 if family == "IPv6" else socket.AF_INET,
        socket.SOCK_DGRAM if transport == "UDP" else socket.SOCK_STREAM,
    )


def describe(sock):
    name = sock.getsockname()
    kind = {socket.SOCK_STREAM: "TCP", socket.SOCK_DGRAM: "UDP"}[sock.type]
    if sock.family == socket.AF_INET:
        return f"IPv4 {kind} {name[0]}:{name[1]}"
    return f"IPv6 {kind} [{name[0]}]:{name[1]}"


def bound_socket(host, port=0):
    sock = socket.socket(type=socket.SOCK_DGRAM)
    done = False
    try:
        sock.bind((host, port))
        done = True
        return sock
    finally:
        if not done:
            sock.close()


def connected_socket(address, timeout=2.0):
    host, port = address
    if port < 0 or port > 65535:
        raise OverflowError("port must be 0-65535")
    problem = OSError("no address")
    for family, kind, protocol, _, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(timeout)
        number = sock.connect_ex(where)
        if number == 0:
            return sock
        sock.close()
        problem = TimeoutError("timed out") if number in (errno.EAGAIN, errno.ETIMEDOUT) else OSError(number, os.strerror(number))
    raise problem


def probe(address, timeout=1.0):
    host, port = address
    if not 0 <= port < 65536:
        return "invalid port"
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return "unknown host"
    refused = False
    for family, kind, protocol, _, where in answers:
        with socket.socket(family, kind, protocol) as sock:
            sock.settimeout(timeout)
            number = sock.connect_ex(where)
        if number == 0:
            return "open"
        refused = refused or number == errno.ECONNREFUSED
    return "refused" if refused else "no answer"

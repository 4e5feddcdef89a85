"""Connects with asyncio, hands the socket over when it is connected."""

import asyncio
import socket


def create(family="IPv4", transport="TCP"):
    try:
        return socket.socket(
            {"IPv4": socket.AF_INET, "IPv6": socket.AF_INET6}[family],
            {"TCP": socket.SOCK_STREAM, "UDP": socket.SOCK_DGRAM}[transport],
        )
    except KeyError:
        raise ValueError("choose IPv4 or IPv6, TCP or UDP") from None


def describe(sock):
    host, port = sock.getsockname()[:2]
    four = sock.family == socket.AF_INET
    return "{} {} {}:{}".format(
        "IPv4" if four else "IPv6",
        "TCP" if sock.type == socket.SOCK_STREAM else "UDP",
        host if four else f"[{host}]",
        port,
    )


def bound_socket(host, port=0):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.bind((host, port))
    except BaseException:
        sock.close()
        raise
    return sock


async def _connect(host, port, timeout):
    loop = asyncio.get_running_loop()
    problem = OSError("no address")
    for family, kind, protocol, _, where in await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        sock.setblocking(False)
        try:
            await asyncio.wait_for(loop.sock_connect(sock, where), timeout)
            return sock
        except OSError as error:
            sock.close()
            problem = error
    raise problem


def connected_socket(address, timeout=2.0):
    host, port = address[0], address[1]
    if not 0 <= port <= 65535:
        raise OverflowError(f"port {port} is outside 0 to 65535")
    sock = asyncio.run(_connect(host, port, timeout))
    sock.settimeout(timeout)
    return sock


def probe(address, timeout=1.0):
    try:
        sock = connected_socket(address, timeout)
    except OverflowError:
        return "invalid port"
    except (socket.gaierror, UnicodeError):
        return "unknown host"
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "no answer"
    sock.close()
    return "open"

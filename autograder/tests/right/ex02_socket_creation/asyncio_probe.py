"""Probe runs on an event loop (asyncio, in a thread of its own); create_connection elsewhere; a context manager
for closing.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def closed_on_error(sock: socket.socket) -> Iterator[socket.socket]:
    """Closes the socket when the block fails, and only then."""
    try:
        yield sock
    except BaseException:
        sock.close()
        raise


def create(family: str = "IPv4", transport: str = "TCP") -> socket.socket:
    match family, transport:
        case "IPv4", "TCP":
            return socket.socket()
        case "IPv4", "UDP":
            return socket.socket(type=socket.SOCK_DGRAM)
        case "IPv6", "TCP":
            return socket.socket(socket.AF_INET6)
        case "IPv6", "UDP":
            return socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        case ("IPv4" | "IPv6"), _:
            raise ValueError("valid transports: TCP, UDP")
        case _:
            raise ValueError("valid families: IPv4, IPv6")


def describe(sock: socket.socket) -> str:
    name = sock.getsockname()
    kind = sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)
    return "{} {} {}:{}".format(
        "IPv4" if len(name) == 2 else "IPv6",
        {socket.SOCK_STREAM: "TCP"}.get(kind, "UDP"),
        name[0] if sock.family == socket.AF_INET else f"[{name[0]}]",
        name[1],
    )


def bound_socket(host: str, port: int = 0) -> socket.socket:
    with closed_on_error(create(transport="UDP")) as sock:
        sock.bind((host, port))
    return sock


def connected_socket(address: tuple[str, int], timeout: float = 2.0) -> socket.socket:
    host, port = address
    int.to_bytes(port, 2, "big")  # OverflowError for what 16 bits cannot hold, a negative number among them
    sock = socket.create_connection((host, port), timeout=timeout)
    with closed_on_error(sock):
        sock.settimeout(None)
    return sock


async def _probe(host: str, port: int, timeout: float) -> str:
    try:
        port.to_bytes(2, "big")
    except OverflowError:
        return "invalid port"
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), timeout)
    except (socket.gaierror, UnicodeError):
        return "unknown host"
    except (asyncio.TimeoutError, TimeoutError):
        return "no answer"
    except OSError as error:
        # with several addresses, asyncio raises one OSError that holds the texts of all
        return "refused" if isinstance(error, ConnectionRefusedError) or "refused" in str(error) else "no answer"
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return "open"


def probe(address: tuple[str, int], timeout: float = 1.0) -> str:
    if not address[0] and 0 <= address[1] <= 65535:
        return "unknown host"  # asyncio takes an empty name for this machine
    words: list[str] = []
    # a thread of its own, for the caller may already be inside an event loop
    thread = threading.Thread(target=lambda: words.append(asyncio.run(_probe(*address, timeout))))
    thread.start()
    thread.join()
    return words[0]

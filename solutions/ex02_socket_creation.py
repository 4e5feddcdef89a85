"""ex02: creating, describing, binding, connecting and closing sockets."""

import socket

FAMILIES = {"IPv4": socket.AF_INET, "IPv6": socket.AF_INET6}
TRANSPORTS = {"TCP": socket.SOCK_STREAM, "UDP": socket.SOCK_DGRAM}


def create(family: str = "IPv4", transport: str = "TCP") -> socket.socket:
    """A new socket of this family and transport."""
    if family not in FAMILIES or transport not in TRANSPORTS:
        raise ValueError(f"the family is one of {', '.join(FAMILIES)}, the transport one of {', '.join(TRANSPORTS)}")
    return socket.socket(FAMILIES[family], TRANSPORTS[transport])


def describe(sock: socket.socket) -> str:
    """Family, transport and local address of a socket, such as "IPv6 TCP [::1]:5000"."""
    transport = "TCP" if sock.type == socket.SOCK_STREAM else "UDP"
    host, port = sock.getsockname()[:2]  # an IPv6 address has two more fields
    if sock.family == socket.AF_INET6:
        return f"IPv6 {transport} [{host}]:{port}"
    return f"IPv4 {transport} {host}:{port}"


def bound_socket(host: str, port: int = 0) -> socket.socket:
    """An IPv4 UDP socket, bound to this host and port."""
    sock = create("IPv4", "UDP")
    try:
        sock.bind((host, port))
    except Exception:
        sock.close()
        raise
    return sock


def connected_socket(address: tuple[str, int], timeout: float = 2.0) -> socket.socket:
    """A socket connected to this address over TCP, IPv4 or IPv6."""
    host, port = address[:2]
    if not 0 <= port <= 65535:
        raise ValueError(f"a port is from 0 to 65535, not {port}")  # the system would drop the upper bits
    return socket.create_connection((host, port), timeout)


def probe(address: tuple[str, int], timeout: float = 1.0) -> str:
    """What a connection to this address meets: open, refused, no answer, unknown host or invalid port."""
    try:
        connected_socket(address, timeout).close()
    except UnicodeError:  # a ValueError too: a name that no resolver takes
        return "unknown host"
    except (ValueError, OverflowError):
        return "invalid port"
    except socket.gaierror:
        return "unknown host"
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "no answer"
    return "open"

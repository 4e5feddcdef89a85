"""ex02: creating, describing, binding, connecting and closing sockets.

Write the body of each function. Python's standard library is enough. No function prints anything. An address is a
tuple (host, port). A socket that a function opens, it closes, when it fails as well, unless it returns it.
"""

import socket


def create(family: str = "IPv4", transport: str = "TCP") -> socket.socket:
    """Returns a new socket; the family is "IPv4" or "IPv6", the transport "TCP" or "UDP".

    Raises ValueError for any other word; its text names the words that are valid (for the argument that is wrong, or
    for both).
    """
    raise NotImplementedError


def describe(sock: socket.socket) -> str:
    """Returns a socket's family, transport and local address.

    For example "IPv4 UDP 127.0.0.1:5000", "IPv6 TCP [::1]:5000"; for a socket that is not bound, "IPv4 TCP 0.0.0.0:0".
    """
    raise NotImplementedError


def bound_socket(host: str, port: int = 0) -> socket.socket:
    """Returns a new IPv4 UDP socket that is bound to this host and port; with port 0 the system chooses one.

    When that fails, the OSError goes through and nothing stays open.
    """
    raise NotImplementedError


def connected_socket(address: tuple[str, int], timeout: float = 2.0) -> socket.socket:
    """Returns a new socket that is connected to the address over TCP, IPv4 or IPv6, within `timeout` seconds.

    When a host has several addresses, the timeout may count for each of them or for all together. It may stay set on
    the socket or not. When the connection fails, the error goes through and nothing stays open.

    Raises ValueError or OverflowError for a port outside 0 to 65535. Beware: the system may keep only the lower 16
    bits of a port, and connect you to another one.
    """
    raise NotImplementedError


def probe(address: tuple[str, int], timeout: float = 1.0) -> str:
    """Tries to connect to the address over TCP and returns what came of it, in one of these words.

    "open"          the connection was made
    "refused"       the host answered that nobody listens there
    "no answer"     nothing came within `timeout` seconds
    "unknown host"  the name has no address, or cannot exist
    "invalid port"  the port is outside 0 to 65535

    Raises nothing for any of these. The connection is closed in each case. For port 0 any of these words will do.
    """
    raise NotImplementedError

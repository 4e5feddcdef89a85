"""ex01: names and addresses of machines."""

import socket

FAMILIES = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}


def local_name() -> str:
    """The name of this machine."""
    return socket.gethostname()


def full_name(name: str = "") -> str:
    """The fully qualified name of a host; the name itself when nothing better is known."""
    try:
        return socket.getfqdn(name)
    except UnicodeError:  # a label that is empty or longer than 63 characters
        return name


def ipv4_address(name: str) -> str | None:
    """The IPv4 address of a host in dotted form, None when it has none."""
    if not name:
        return None  # an empty name would stand for "any address of this machine"
    try:
        return socket.gethostbyname(name)
    except (OSError, UnicodeError):
        return None


def known_names(address: str) -> list[str]:
    """The primary name of an address, then its aliases; nothing when it has none."""
    try:
        name, aliases, _ = socket.gethostbyaddr(address)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys([name, *aliases]))  # a dict keeps the order and drops what comes twice


def addresses(name: str) -> list[tuple[str, str]]:
    """Every address of a host with its family, in the resolver's order."""
    if not name:
        return []
    try:
        answers = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys((FAMILIES[family], address[0]) for family, _, _, _, address in answers))

"""Typed, with match statements and the module ipaddress."""

from __future__ import annotations

import ipaddress
import socket
from socket import AF_INET, AF_INET6


def local_name() -> str:
    name: str = socket.gethostname()
    return name


def full_name(name: str = "") -> str:
    match name:
        case "":
            return socket.getfqdn()
        case _:
            return socket.getfqdn(name)


def ipv4_address(name: str) -> str | None:
    match name:
        case "":
            return None
        case _:
            try:
                address = ipaddress.ip_address(socket.gethostbyname(name))
            except (socket.error, UnicodeError, ValueError):
                return None
            return str(address) if address.version == 4 else None


def known_names(address: str) -> list[str]:
    try:
        name, aliases, _ = socket.gethostbyaddr(address)
    except Exception:
        return []
    return [name, *(alias for place, alias in enumerate(aliases) if alias != name and alias not in aliases[:place])]


def addresses(name: str) -> list[tuple[str, str]]:
    if not name.strip():
        return []
    pairs: list[tuple[str, str]] = []
    try:
        answers = socket.getaddrinfo(name, None)
    except (socket.gaierror, UnicodeEncodeError, UnicodeError):
        return pairs
    for family, _kind, _protocol, _canonical, sockaddr in answers:
        match family:
            case socket.AF_INET:
                pair = ("IPv4", str(sockaddr[0]))
            case socket.AF_INET6:
                pair = ("IPv6", str(sockaddr[0]))
            case _:
                continue
        if pair not in pairs:
            pairs.append(pair)
    return pairs

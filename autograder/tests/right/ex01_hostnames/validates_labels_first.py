"""Refuses impossible names by hand before any resolver is asked."""

import platform
import socket


def _possible(name):
    if not name or len(name) > 253:
        return False
    return all(0 < len(label) <= 63 for label in name.rstrip(".").split("."))


def local_name():
    return platform.node() or socket.gethostname()


def full_name(name=""):
    best = socket.getfqdn(name or socket.gethostname())
    return best if best else name


def ipv4_address(name):
    if not _possible(name) or ":" in name:
        return None
    try:
        _, _, found = socket.gethostbyname_ex(name)
    except OSError:
        return None
    return found[0] if found else None


def known_names(address):
    if not _possible(address) and ":" not in address:
        return []
    try:
        answer = socket.gethostbyaddr(address)
    except (OSError, UnicodeError):
        return []
    seen = set()
    return [name for name in (answer[0], *answer[1]) if not (name in seen or seen.add(name))]


def addresses(name):
    if not _possible(name) and ":" not in name:
        return []
    result = {}
    try:
        for answer in socket.getaddrinfo(name, 80, proto=socket.IPPROTO_TCP):
            result[("IPv4" if answer[0] == socket.AF_INET else "IPv6", answer[4][0])] = True
    except (OSError, UnicodeError):
        return []
    return list(result)

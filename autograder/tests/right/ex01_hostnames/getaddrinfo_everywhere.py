"""All names through getaddrinfo and getnameinfo's relatives, none through gethostbyname."""

import os
import socket


def local_name():
    return os.uname().nodename if hasattr(os, "uname") else socket.gethostname()


def full_name(name=""):
    return socket.getfqdn(name) if name else socket.getfqdn()


def _look_up(name, family=0):
    if not isinstance(name, str) or name == "":
        return []
    try:
        return socket.getaddrinfo(name, 0, family=family)
    except (socket.gaierror, UnicodeError, OSError):
        return []


def ipv4_address(name):
    for *_, address in _look_up(name, socket.AF_INET):
        return address[0]
    return None


def known_names(address):
    found = []
    try:
        primary, aliases, _ = socket.gethostbyaddr(address)
    except (socket.herror, socket.gaierror, UnicodeError):
        return found
    for name in [primary] + aliases:
        if name not in found:
            found.append(name)
    return found


def addresses(name):
    found = []
    for family, _, _, _, address in _look_up(name):
        label = "IPv6" if family == socket.AF_INET6 else "IPv4"
        pair = (label, address[0])
        if pair not in found:
            found.append(pair)
    return found

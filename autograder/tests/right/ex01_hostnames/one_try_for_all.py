"""A decorator turns every resolver error into an answer."""

import functools
import socket


def otherwise(answer):
    def decorate(function):
        @functools.wraps(function)
        def guarded(name):
            if not name:
                return answer() if callable(answer) else answer
            try:
                return function(name)
            except (OSError, ValueError):
                return answer() if callable(answer) else answer

        return guarded

    return decorate


local_name = socket.gethostname


def full_name(name=""):
    return socket.getfqdn(name) or name


@otherwise(None)
def ipv4_address(name):
    answers = socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_DGRAM)
    return answers[0][4][0]


@otherwise(list)
def known_names(address):
    primary, aliases, _ = socket.gethostbyaddr(address)
    names = [primary]
    names.extend(alias for alias in aliases if alias != primary)
    return sorted(set(names), key=names.index)


@otherwise(list)
def addresses(name):
    found = []
    for family, kind, *_, address in socket.getaddrinfo(name, None):
        if kind != socket.SOCK_STREAM:
            continue
        found.append(({socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}[family], address[0]))
    return sorted(set(found), key=found.index)

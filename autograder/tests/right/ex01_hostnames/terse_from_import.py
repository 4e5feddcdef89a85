"""Very terse; `from socket import ...`, os.uname instead of gethostname, getaddrinfo for IPv4, dict as an ordered
set.
"""

from contextlib import suppress
from os import uname
from socket import AF_INET, AF_INET6, SOCK_STREAM, getaddrinfo, getfqdn, gethostbyaddr

UNKNOWN = OSError, UnicodeError, TypeError  # gaierror and herror are OSErrors
WORDS = {AF_INET: "IPv4", AF_INET6: "IPv6"}


def local_name() -> str:
    return uname().nodename


def full_name(name: str = "") -> str:
    with suppress(*UNKNOWN):
        name = getfqdn(name)
    return name


def ipv4_address(name: str) -> str | None:
    return next((address for family, address in addresses(name) if family == "IPv4"), None)


def known_names(address: str) -> list[str]:
    with suppress(*UNKNOWN):
        return [*dict.fromkeys((found := gethostbyaddr(address))[:1] + tuple(found[1]))]
    return []


def addresses(name: str) -> list[tuple[str, str]]:
    with suppress(*UNKNOWN):
        return [*dict.fromkeys((WORDS[f], a[0]) for f, *_, a in getaddrinfo(name, 0, type=SOCK_STREAM) if f in WORDS)]
    return []

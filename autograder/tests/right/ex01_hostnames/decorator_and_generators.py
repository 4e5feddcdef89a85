"""A decorator gives the answer for unknown names, generators turned into lists, recursion to drop duplicates,
platform.node.
"""

import functools
import platform
import socket
from collections.abc import Callable, Iterator


def when_unknown(answer: Callable):
    """The decorated function returns answer(name) for a name or an address that is unknown or cannot exist."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            try:
                return function(*args, **kwargs)
            except (socket.gaierror, socket.herror, OSError, ValueError, TypeError):
                return answer(*args, **kwargs)

        return wrapper

    return decorate


def nothing(name=None):
    return None


def empty(name=None):
    return []


def once(items: list) -> list:
    if not items:
        return []
    first, *rest = items
    return [first] + once([item for item in rest if item != first])


def local_name() -> str:
    return platform.node() or socket.gethostname()


@when_unknown(lambda name="": name or local_name())
def full_name(name: str = "") -> str:
    host = name or local_name()

    def candidates() -> Iterator[str]:
        yield host
        for info in socket.getaddrinfo(host, None, flags=socket.AI_CANONNAME):
            yield info[3]
        primary, aliases, _ = socket.gethostbyaddr(host)
        yield primary
        yield from aliases

    if is_address(host):
        return socket.gethostbyaddr(host)[0]
    try:
        return next(candidate for candidate in candidates() if "." in candidate)
    except (StopIteration, OSError, UnicodeError):
        return host


def is_address(text: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, text)
            return True
        except (OSError, ValueError):
            pass
    return False


@when_unknown(nothing)
def ipv4_address(name: str) -> str | None:
    return socket.gethostbyname_ex(name)[2][0] if name else None


@when_unknown(empty)
def known_names(address: str) -> list[str]:
    primary, aliases, _ = socket.gethostbyaddr(address)
    return once([primary] + aliases)


@when_unknown(empty)
def addresses(name: str) -> list[tuple[str, str]]:
    def pairs() -> Iterator[tuple[str, str]]:
        for family, _kind, _protocol, _canonical, where in socket.getaddrinfo(name, None):
            match family:
                case socket.AF_INET:
                    yield "IPv4", where[0]
                case socket.AF_INET6:
                    yield "IPv6", where[0]

    return once(list(pairs()))

"""The right answers of look-ups, as the resolver gives them where the student's code runs.

A clean process over there is asked, never the student's. Where several answers are right, the most usual comes first.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

from autograder.sandbox.place import Place
from autograder.verdict import CheckFailed, NotGraded

FAMILIES = {int(socket.AF_INET): "IPv4", int(socket.AF_INET6): "IPv6"}

UNKNOWN_NAME = "nosuch.invalid"
"""A name in a domain that is reserved for what does not exist (RFC 6761, section 6.4)."""

UNKNOWN_ADDRESS = "127.77.66.55"
"""An address of the loopback that nobody gives a name."""


class Names:
    """What the resolver knows over there. Every method may raise NotGraded, when the resolver is too slow."""

    def __init__(self, place: Place) -> None:
        self._place = place

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names that have an IPv4 address, the plainest first."""
        return tuple(host for host in self._place.known_hosts if self.ipv4_address(host) != (None,))

    @contextlib.contextmanager
    def unknown_name(self, name: str = UNKNOWN_NAME) -> Iterator[str]:
        """A name that nobody knows. A failure with it is not graded where the network invents an address for it."""
        try:
            yield name
        except CheckFailed:
            if self.addresses(name):
                raise NotGraded("names-invented") from None
            raise

    @contextlib.contextmanager
    def unknown_address(self) -> Iterator[str]:
        """An IPv4 address that has no name. A failure with it is not graded where the network invents one."""
        try:
            yield UNKNOWN_ADDRESS
        except CheckFailed:
            if self.known_names(UNKNOWN_ADDRESS) != ([],):
                raise NotGraded("names-invented") from None
            raise

    def local_name(self) -> str:
        """The name of the machine."""
        return str(self._place.resolve("gethostname"))

    def full_name(self, name: str = "") -> tuple[str, ...]:
        """The fully qualified name of a host, of the machine by default: what each way of asking gives.

        Where none of them gives a name with a dot, nothing better than the name itself is known.
        """
        asked = name or self.local_name()
        found = [str(self._place.resolve("getfqdn", name))]
        for function in ("gethostbyaddr", "gethostbyname_ex"):
            if answer := self._place.resolve(function, asked):
                found.append(answer[0])
        if rows := self._place.resolve("getaddrinfo", asked, None, 0, 0, 0, int(socket.AI_CANONNAME)):
            found.append(rows[0][3])
        if not any("." in each for each in found):
            found.append(asked)
        return tuple(dict.fromkeys(found))

    def ipv4_address(self, name: str) -> tuple[str | None, ...]:
        """The IPv4 addresses of a host, each as good as the others; None alone when it has none."""
        first = self._place.resolve("gethostbyname", name)
        others = self._place.resolve("gethostbyname_ex", name)
        return tuple(dict.fromkeys([*([first] if first else []), *(others[2] if others else [])])) or (None,)

    def known_names(self, address: str) -> tuple[list[str], ...]:
        """The primary name of an address and its aliases: those of the address, or all that the primary name has."""
        found = self._place.resolve("gethostbyaddr", address)
        if not found:
            return ([],)
        primary, aliases, _ = found
        others = self._place.resolve("gethostbyname_ex", primary)
        return tuple(list(dict.fromkeys([primary, *names])) for names in (aliases, others[1] if others else aliases))

    def addresses(self, name: str) -> list[tuple[str, str]]:
        """Every address of a host with its family, none twice, in the resolver's order."""
        rows = self._place.resolve("getaddrinfo", name, None, 0, int(socket.SOCK_STREAM)) or []
        return list(dict.fromkeys((FAMILIES[row[0]], row[4][0]) for row in rows))

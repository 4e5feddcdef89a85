"""What names and addresses mean where the student's code runs, asked of the same resolver by a clean process."""

from __future__ import annotations

import socket

from autograder.sandbox.place import Place

FAMILIES = {int(socket.AF_INET): "IPv4", int(socket.AF_INET6): "IPv6"}


class Names:
    """The resolver's answers, in the form that the exercises want them."""

    def __init__(self, place: Place) -> None:
        self._place = place

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names that have an address."""
        return tuple(host for host in self._place.known_hosts if self.ipv4_of(host))

    def local(self) -> str:
        """The name of the machine."""
        return str(self._place.resolve("gethostname"))

    def full(self, name: str = "") -> str:
        """The fully qualified name of a host; of the machine, without a name."""
        return str(self._place.resolve("getfqdn", name))

    def ipv4_of(self, name: str) -> list[str]:
        """Every IPv4 address of a host, the one that `gethostbyname` gives first."""
        first = self._place.resolve("gethostbyname", name)
        others = self._place.resolve("gethostbyname_ex", name)
        return list(dict.fromkeys([*([first] if first else []), *(others[2] if others else [])]))

    def names_of(self, address: str) -> list[str]:
        """The primary name of an address, then its aliases, none twice."""
        answer = self._place.resolve("gethostbyaddr", address)
        return list(dict.fromkeys([answer[0], *answer[1]])) if answer else []

    def addresses_of(self, name: str) -> list[tuple[str, str]]:
        """Every address of a host with its family, in the resolver's order, none twice."""
        answers = self._place.resolve("getaddrinfo", name, None, 0, int(socket.SOCK_STREAM)) or []
        return list(dict.fromkeys((FAMILIES[row[0]], row[4][0]) for row in answers))

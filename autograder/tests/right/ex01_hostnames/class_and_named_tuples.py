"""A resolver object with bound methods as the module's functions; addresses are named tuples; the name is checked
beforehand.
"""

import enum
import socket
from typing import NamedTuple


class Address(NamedTuple):
    family: str
    host: str


class Family(enum.Enum):
    IPv4 = socket.AF_INET
    IPv6 = socket.AF_INET6


class Resolver:
    """Answers from the system's resolver; without a memory of its own."""

    @staticmethod
    def possible(name: str) -> bool:
        if not name or "\0" in name:
            return False
        try:
            name.encode("idna")
        except UnicodeError:
            return False
        return True

    def local_name(self) -> str:
        """Returns the name of this machine."""
        return socket.gethostname()

    def full_name(self, name: str = "") -> str:
        """Returns the fully qualified name of a host."""
        if name and not self.possible(name):
            return name
        return socket.getfqdn(name)

    def ipv4_address(self, name: str) -> str | None:
        """Returns the IPv4 address of a host, or None."""
        if not self.possible(name):
            return None
        try:
            infos = socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_DGRAM)
        except socket.gaierror:
            return None
        return infos[0][-1][0] if infos else None

    def known_names(self, address: str) -> list[str]:
        """Returns the names of an address, the primary one first."""
        if not self.possible(address):
            return []
        try:
            primary, aliases, _ = socket.gethostbyaddr(address)
        except OSError:
            return []
        seen = set()
        return [name for name in (primary, *aliases) if not (name in seen or seen.add(name))]

    def addresses(self, name: str) -> list[tuple[str, str]]:
        """Returns every address of a host with its family."""
        if not self.possible(name):
            return []
        try:
            infos = socket.getaddrinfo(name, None, socket.AF_UNSPEC)
        except socket.gaierror:
            return []
        families = {family.value for family in Family}
        every = [Address(Family(info[0]).name, info[4][0]) for info in infos if info[0] in families]
        return sorted(set(every), key=every.index)


_resolver = Resolver()
local_name = _resolver.local_name
full_name = _resolver.full_name
ipv4_address = _resolver.ipv4_address
known_names = _resolver.known_names
addresses = _resolver.addresses

"""ex01: names and addresses of machines.

Write the body of each function. Python's standard library is enough. No function prints anything.

A name that cannot exist is unknown like any other: an empty one, one with an empty label ("a..b"), one with a label of
more than 63 characters. Python reports it with another error than a name that nobody knows: find out which.
"""


def local_name() -> str:
    """Returns the name of this machine."""
    raise NotImplementedError


def full_name(name: str = "") -> str:
    """Returns the fully qualified name of a host, such as "printer.example.org".

    Without an argument, that of this machine. When nothing better is known, the name itself.
    """
    raise NotImplementedError


def ipv4_address(name: str) -> str | None:
    """Returns the IPv4 address of a host in dotted form, such as "127.0.0.1".

    Returns None when there is none: the name is unknown, it is an IPv6 address such as "::1", it cannot exist, or it
    is an empty string.
    """
    raise NotImplementedError


def known_names(address: str) -> list[str]:
    """Returns the names of an address: the primary name first, then the aliases, none of them twice.

    Returns an empty list when nothing is known of the address. What it returns for a name instead of an address is up
    to you.
    """
    raise NotImplementedError


def addresses(name: str) -> list[tuple[str, str]]:
    """Returns every address of a host with its family, none of them twice, in the order the resolver gives them.

    A pair is ("IPv4", "127.0.0.1") or ("IPv6", "::1"). Returns an empty list when the name is unknown or cannot exist.
    """
    raise NotImplementedError

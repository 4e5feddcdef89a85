"""ex01: names and addresses of machines."""

from __future__ import annotations

from autograder.checking import core, robust, suggests
from autograder.jury import Draw
from autograder.peers.names import Names
from autograder.student.student import Student

SLOW = 10.0
LONG_LABEL = "x" * 70 + ".invalid"


@core("local_name", points=1)
def test_local_name_is_the_name_of_this_machine(student: Student, names: Names) -> None:
    """local_name returns the name of this machine."""
    student.calls("local_name").returns(names.local())


@core("full_name", points=1, deadline=SLOW)
def test_full_name_of_this_machine(student: Student, names: Names) -> None:
    """full_name without an argument returns the full name of this machine."""
    student.calls("full_name").returns(names.full())


@core("ipv4_address", points=1, deadline=SLOW)
@suggests("ip-v4-only", "none", catches=False)
def test_ipv4_address_of_a_known_name(student: Student, names: Names) -> None:
    """ipv4_address returns an IPv4 address of a host that is known."""
    for host in names.hosts:
        student.calls("ipv4_address", host).returns(*names.ipv4_of(host))


@core("ipv4_address", points=0.5)
def test_ipv4_address_of_an_address(student: Student) -> None:
    """ipv4_address of an IPv4 address returns that address."""
    student.calls("ipv4_address", "127.0.0.1").returns("127.0.0.1")


@core("ipv4_address", points=1, deadline=SLOW)
@suggests("unknown-name-raises", "raised")
def test_ipv4_address_of_an_unknown_name(student: Student, draw: Draw) -> None:
    """ipv4_address returns None for a name that nobody knows."""
    student.calls("ipv4_address", f"{draw.word()}.invalid").returns(None)


@core("known_names", points=1, deadline=SLOW)
@suggests("alias-missing", "start-missing", "empty", "cut-short")
def test_known_names_of_an_address(student: Student, names: Names) -> None:
    """known_names returns the primary name of an address, then its aliases."""
    for address in dict.fromkeys(["127.0.0.1", *(names.ipv4_of(host)[0] for host in names.hosts)]):
        student.calls("known_names", address).returns(names.names_of(address))


@core("addresses", points=1.5, deadline=SLOW)
@suggests("ip-v4-only", "cut-short", "start-missing", catches=False)
@suggests("duplicate-addresses", "too-much", "differs")
def test_addresses_of_a_known_name(student: Student, names: Names) -> None:
    """addresses returns every address of a host with its family, none of them twice."""
    for host in names.hosts:
        student.calls("addresses", host).returns(names.addresses_of(host))


@robust("full_name", points=0.5, deadline=SLOW)
@suggests("unknown-name-raises", "raised")
def test_full_name_of_an_unknown_name(student: Student, draw: Draw) -> None:
    """full_name returns the name itself when nothing better is known."""
    name = f"{draw.word()}.invalid"
    student.calls("full_name", name).returns(name)


@robust("ipv4_address", points=0.5)
@suggests("unknown-name-raises", "raised", catches=False)
def test_ipv4_address_of_an_ipv6_address(student: Student) -> None:
    """ipv4_address returns None for an IPv6 address."""
    student.calls("ipv4_address", "::1").returns(None)


@robust("ipv4_address", points=0.5)
@suggests("not-oserror", "UnicodeError")
@suggests("empty-name-is-any", "returned-other")
def test_ipv4_address_of_an_impossible_name(student: Student) -> None:
    """ipv4_address returns None for names that cannot exist: an empty label, a long one, nothing at all."""
    for name in ("a..b", LONG_LABEL, ""):
        student.calls("ipv4_address", name).returns(None)


@robust("known_names", points=0.5, deadline=SLOW)
@suggests("unknown-name-raises", "raised")
def test_known_names_of_an_unknown_address(student: Student, names: Names) -> None:
    """known_names returns an empty list when nothing is known of an address."""
    address = "127.98.76.54"
    student.calls("known_names", address).returns(names.names_of(address))


@robust("addresses", points=0.5, deadline=SLOW)
@suggests("unknown-name-raises", "gaierror")
@suggests("not-oserror", "UnicodeError")
def test_addresses_of_an_unknown_name(student: Student, draw: Draw) -> None:
    """addresses returns an empty list for a name that nobody knows or that cannot exist."""
    for name in (f"{draw.word()}.invalid", LONG_LABEL):
        student.calls("addresses", name).returns([])


@robust("addresses", points=0.5, deadline=SLOW)
@suggests("ip-v4-only", "empty", "differs", "raised")
def test_addresses_of_an_ipv6_address(student: Student) -> None:
    """addresses knows the family of an IPv6 address."""
    student.calls("addresses", "::1").returns([("IPv6", "::1")])

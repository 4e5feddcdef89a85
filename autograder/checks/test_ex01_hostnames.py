"""ex01: the names and addresses of machines, and what to answer for a name that nobody knows."""

from __future__ import annotations

from typing import Any

from autograder.checking import core, robust, suggests
from autograder.draw import Draw
from autograder.peers.names import Names
from autograder.shown import shown
from autograder.student.call import Call
from autograder.student.student import Student


@core("local_name", points=1)
def test_local_name_is_the_name_of_this_machine(student: Student, names: Names) -> None:
    """local_name returns the name of this machine."""
    student.calls("local_name").returns(names.local_name())


@core("full_name", points=1, looks_up=True)
@suggests("forgot-return", "none")
def test_full_name_of_this_machine(student: Student, names: Names) -> None:
    """full_name without an argument returns the fully qualified name of this machine."""
    student.calls("full_name").returns(*names.full_name())


@core("full_name", points=0.5, looks_up=True)
@suggests("unknown-name-raises", "OSError")
def test_full_name_of_an_unknown_name(student: Student, names: Names) -> None:
    """full_name returns the name itself when nobody knows it."""
    with names.unknown_name() as name:
        student.calls("full_name", name).returns(name)


@core("ipv4_address", points=1, looks_up=True)
@suggests("forgot-return", "none")
def test_ipv4_address_of_a_known_name(student: Student, names: Names) -> None:
    """ipv4_address returns the address of a host that this machine knows."""
    for host in names.hosts:
        student.calls("ipv4_address", host).returns(*names.ipv4_address(host))


@core("ipv4_address", points=0.75, looks_up=True)
@suggests("unknown-name-raises", "gaierror")
def test_ipv4_address_of_an_unknown_name(student: Student, names: Names) -> None:
    """ipv4_address returns None for a name that nobody knows."""
    with names.unknown_name() as name:
        student.calls("ipv4_address", name).returns(None)


@core("known_names", points=1, looks_up=True)
@suggests("alias-missing", "primary-only", "empty", "start-missing", catches=False)
@suggests("forgot-return", "none")
def test_known_names_of_an_address(student: Student, names: Names) -> None:
    """known_names returns the primary name of an address, then its aliases, none of them twice."""
    for host in names.hosts:
        address = str(names.ipv4_address(host)[0])
        are_names(student.calls("known_names", address), names.known_names(address))


@core("known_names", points=0.5, looks_up=True)
@suggests("unknown-name-raises", "herror", "gaierror")
def test_known_names_of_an_unknown_address(student: Student, names: Names) -> None:
    """known_names returns an empty list for an address that has no name."""
    with names.unknown_address() as address:
        student.calls("known_names", address).returns([])


@core("addresses", points=1, looks_up=True)
@suggests("duplicate-addresses", "twice")
@suggests("ip-v4-only", "start-missing", "cut-short", catches=False)
@suggests("forgot-return", "none")
def test_addresses_of_a_known_name(student: Student, names: Names) -> None:
    """addresses returns every address of a host with its family, in the resolver's order, none of them twice."""
    for host in names.hosts:
        call, expected = student.calls("addresses", host), names.addresses(host)
        if call.returned() != expected and without_repeats(call.returned()) == expected:
            raise call.failure("returned-other", "twice", expected=shown(expected), got=shown(call.returned()))
        call.returns(expected)


@robust("full_name", points=0.25, looks_up=True)
def test_full_name_of_a_known_name(student: Student, names: Names) -> None:
    """full_name returns the fully qualified name of another host that this machine knows."""
    for host in names.hosts:
        student.calls("full_name", host).returns(*names.full_name(host))


@robust("ipv4_address", points=0.25, looks_up=True)
@suggests("forgot-return", "none")
@suggests("args-not-checked", "looks-like-an-address")
def test_ipv4_address_of_an_address(student: Student, names: Names, draw: Draw) -> None:
    """ipv4_address returns an IPv4 address as it is, and None for what only looks like one."""
    address, no_address = (".".join([first, *(str(draw.number(1, 254)) for _ in range(3))]) for first in ("127", "999"))
    student.calls("ipv4_address", address).returns(address)
    with names.unknown_name(no_address):
        call = student.calls("ipv4_address", no_address)
        if call.returned() == no_address:
            raise call.failure("returned-other", "looks-like-an-address", expected=shown(None), got=shown(no_address))
        call.returns(None)


@robust("ipv4_address", points=0.5, looks_up=True)
@suggests("unknown-name-raises", "gaierror")
def test_ipv4_address_of_an_ipv6_address(student: Student) -> None:
    """ipv4_address returns None for an IPv6 address."""
    student.calls("ipv4_address", "::1").returns(None)


@robust("ipv4_address", points=1, looks_up=True)
@suggests("not-oserror", "UnicodeError")
@suggests("unknown-name-raises", "UnicodeError")
@suggests("empty-name-is-any", "any-address")
def test_ipv4_address_of_an_impossible_name(student: Student, draw: Draw) -> None:
    """ipv4_address returns None for names of no host: an empty label, one of 70 characters, an empty string."""
    for name in ("a..b", draw.word(70), ""):
        call = student.calls("ipv4_address", name)
        if call.returned() == "0.0.0.0":
            raise call.failure("returned-other", "any-address", expected=shown(None), got=shown("0.0.0.0"))
        call.returns(None)


@robust("known_names", points=0.25, looks_up=True)
@suggests("ip-v4-only", "empty", "gaierror", catches=False)
@suggests("alias-missing", "primary-only", catches=False)
def test_known_names_of_an_ipv6_address(student: Student, names: Names) -> None:
    """known_names returns the names of an IPv6 address too."""
    of_hosts = [address for host in names.hosts for family, address in names.addresses(host) if family == "IPv6"]
    for address in dict.fromkeys(["::1", *of_hosts]):
        are_names(student.calls("known_names", address), names.known_names(address))


@robust("addresses", points=0.25, looks_up=True)
@suggests("ip-v4-only", "empty", "gaierror")
@suggests("state-kept", "kept")
def test_addresses_of_an_ipv6_address(student: Student) -> None:
    """addresses returns an IPv4 or an IPv6 address as it is, with its family."""
    before: list[tuple[str, str]] = []
    for address, family in (("127.0.0.1", "IPv4"), ("::1", "IPv6"), ("::ffff:127.0.0.1", "IPv6")):
        call, expected = student.calls("addresses", address), [(family, address)]
        if without_repeats(call.returned()) == before + expected != expected:
            raise call.failure("returned-other", "kept", expected=shown(expected), got=shown(call.returned()))
        if without_repeats(call.returned()) != expected:
            call.returns(expected)
        before += expected


@robust("addresses", points=0.75, looks_up=True)
@suggests("not-oserror", "UnicodeError")
@suggests("unknown-name-raises", "gaierror")
def test_addresses_of_an_unknown_name(student: Student, names: Names, draw: Draw) -> None:
    """addresses returns an empty list for a name that nobody knows, or that cannot exist."""
    with names.unknown_name() as unknown:
        for name in (unknown, "a..b", draw.word(70), ""):
            student.calls("addresses", name).returns([])


def are_names(call: Call, answers: tuple[list[str], ...]) -> None:
    """The call must return one of these lists; one that stops after the primary name is told apart."""
    got, expected = call.returned(), answers[0]
    if expected[1:] and got in (expected[0], expected[:1]):
        raise call.failure("returned-other", "primary-only", expected=shown(expected), got=shown(got))
    call.returns(*answers)


def without_repeats(pairs: Any) -> Any:
    """A list without the items that come again; anything else as it is."""
    if not isinstance(pairs, list):
        return pairs
    return [pair for number, pair in enumerate(pairs) if pair not in pairs[:number]]

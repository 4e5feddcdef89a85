"""ex02: creating, describing, binding, connecting and closing sockets, and telling why a connection fails."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

from autograder.checking import core, robust, suggests
from autograder.draw import Draw
from autograder.peers.names import Names
from autograder.peers.tcp import Tcp
from autograder.peers.udp import Udp
from autograder.shown import Shown, shown, symptoms_of_difference
from autograder.student.call import Call
from autograder.student.remote import address_of
from autograder.student.student import Student
from autograder.student.values import Handle

PARTS = ("other-family", "other-type", "other-host", "other-port")
FAMILIES = {"IPv4": socket.AF_INET, "IPv6": socket.AF_INET6}
TRANSPORTS = {"TCP": socket.SOCK_STREAM, "UDP": socket.SOCK_DGRAM}
NOBODYS_ADDRESS = "192.0.2.1"
"""An address for documentation alone, which no machine has (RFC 5737)."""

SHORT = 0.1
"""Seconds of a timeout that the student's code is given."""

MUCH_LONGER = 0.8
"""Seconds that a busy machine may make of a short timeout; less than a second, which a function waits by default."""


@core("create", points=1)
@suggests("forgot-return", "none")
@suggests("use-after-close", "closed")
@suggests("wrong-socket-type", "other-family", "other-type")
def test_create_makes_the_socket_asked_for(student: Student) -> None:
    """create returns a socket of the family and the transport that it is asked for; IPv4 and TCP by default."""
    is_socket(student.calls("create"), socket.AF_INET, socket.SOCK_STREAM)
    for family, family_number in FAMILIES.items():
        for transport, kind in TRANSPORTS.items():
            is_socket(student.calls("create", family, transport), family_number, kind)


@core("create", points=0.5)
@suggests("args-not-checked", "no-error")
@suggests("wrong-exception", "other-error")
def test_create_refuses_other_words(student: Student) -> None:
    """create raises ValueError for any other word, and its text names the words that are valid."""
    for words, valid in ((("IPv5", "TCP"), FAMILIES), (("IPv4", "SCTP"), TRANSPORTS), (("ipv4", "TCP"), FAMILIES)):
        call = student.tries("create", *words)
        error = call.raises("ValueError")
        if missing := [word for word in valid if word not in error.text]:
            raise call.failure("error-does-not-say", text=error.text[:200], missing=missing)
        call.leaves_nothing_open()


@core("describe", points=0.75)
@suggests("forgot-return", "none")
@suggests("unbound-address", "unbound", "OSError")
def test_describe_names_family_transport_and_address(student: Student, udp: Udp) -> None:
    """describe tells a socket's family, transport and local address, whether it is bound or not."""
    bound = udp.socket()
    student.calls("describe", bound).returns(f"IPv4 UDP 127.0.0.1:{address_of(bound)[1]}")
    call = student.calls("describe", student.opens(socket.AF_INET, socket.SOCK_STREAM))
    if (got := call.returned()) != (expected := "IPv4 TCP 0.0.0.0:0"):
        raise call.failure("returned-other", "unbound", expected=shown(expected), got=shown(got))


@core("describe", points=0.5)
@suggests("ip-v4-only", "ValueError")
def test_describe_puts_an_ipv6_address_in_brackets(student: Student) -> None:
    """describe writes the host of an IPv6 socket in brackets, and neither its flow nor its scope."""
    sock = student.opens(socket.AF_INET6, socket.SOCK_STREAM, bind=("::1", 0))
    student.calls("describe", sock).returns(f"IPv6 TCP [::1]:{address_of(sock)[1]}")


@core("bound_socket", points=0.75)
@suggests("forgot-return", "none")
@suggests("wrong-socket-type", "other-type")
@suggests("use-after-close", "closed")
@suggests("bind-gethostname", "at-127.0.1.1", catches=False)
def test_bound_socket_can_be_written_to(student: Student, udp: Udp, draw: Draw) -> None:
    """bound_socket returns a UDP socket that receives at its host, at a port that the system chooses."""
    message = draw.bytes(40)
    sock = is_socket(student.calls("bound_socket", "127.0.0.1"), socket.AF_INET, socket.SOCK_DGRAM, host="127.0.0.1")
    udp.correspondent().sends(message, to=sock)
    student.holds(sock).calls("recv", 100).returns(message)


@core("bound_socket", points=0.25)
@suggests("wrong-socket-type", "other-type")
@suggests("use-after-close", "closed")
@suggests("bind-gethostname", "at-127.0.1.1", catches=False)
def test_bound_socket_receives_at_the_port_it_is_told(student: Student, udp: Udp, draw: Draw) -> None:
    """bound_socket returns a socket that receives at the port that it is told."""
    port, message = udp.free_port(), draw.bytes(40)
    call = student.calls("bound_socket", "127.0.0.1", port)
    sock = is_socket(call, socket.AF_INET, socket.SOCK_DGRAM, host="127.0.0.1", port=port)
    udp.correspondent().sends(message, to=("127.0.0.1", port))
    student.holds(sock).calls("recv", 100).returns(message)


@core("connected_socket", points=0.75)
@suggests("forgot-return", "none")
@suggests("wrong-socket-type", "other-type")
@suggests("use-after-close", "closed")
def test_connected_socket_is_connected(student: Student, tcp: Tcp, draw: Draw) -> None:
    """connected_socket returns a socket that is connected to the address, and open."""
    server, message = tcp.listens(), draw.bytes(40)
    call = student.calls("connected_socket", server.address)
    peer = server.accepts()
    sock = is_socket(call, socket.AF_INET, socket.SOCK_STREAM)
    peer.sends(message)
    student.holds(sock).calls("recv", 100).returns(message)


@core("connected_socket", points=0.5)
@suggests("exception-swallowed", "no-error")
@suggests("wrong-exception", "other-error")
@suggests("socket-left-open", "left-open", catches=False)
def test_connected_socket_lets_the_refusal_through(student: Student, tcp: Tcp) -> None:
    """connected_socket lets ConnectionRefusedError through when nobody listens, and leaves nothing open."""
    call = student.tries("connected_socket", tcp.closed_address())
    call.raises("ConnectionRefusedError")
    call.leaves_nothing_open()


@core("probe", points=0.75)
@suggests("forgot-return", "none")
@suggests("no-close", "not-finished", "left-open")
def test_probe_of_an_open_port(student: Student, tcp: Tcp) -> None:
    """probe says "open" where somebody listens, and closes its connection."""
    server = tcp.listens()
    call = student.calls("probe", server.address)
    peer = server.accepts()
    call.returns("open")
    peer.sees_the_end(reset_is_fine=True)
    call.leaves_nothing_open()


@core("probe", points=0.5)
@suggests("except-too-wide", "returned-other", catches=False)
@suggests("socket-left-open", "left-open", catches=False)
def test_probe_of_a_closed_port(student: Student, tcp: Tcp) -> None:
    """probe says "refused" where nobody listens."""
    call = student.calls("probe", tcp.closed_address())
    call.returns("refused")
    call.leaves_nothing_open()


@core("probe", points=0.5, looks_up=True)
@suggests("except-too-wide", "returned-other", catches=False)
@suggests("unknown-name-raises", "gaierror")
def test_probe_of_an_unknown_host(student: Student, names: Names) -> None:
    """probe says "unknown host" for a name that nobody knows."""
    with names.unknown_name() as name:
        call = student.calls("probe", (name, 80))
        call.returns("unknown host")
        call.leaves_nothing_open()


@robust("describe", points=0.25)
def test_describe_tells_the_local_end_of_a_connection(student: Student, tcp: Tcp) -> None:
    """describe tells the local address of a connected socket, not the peer's, and leaves it open."""
    peer = tcp.pair()
    host, port = address_of(peer.socket)
    student.calls("describe", peer.socket).returns(f"IPv4 TCP {host}:{port}")
    peer.hears_nothing(seconds=0.0)


@robust("bound_socket", points=0.5)
@suggests("bind-gethostname", "type-socket")
@suggests("wrong-socket-type", "type-socket")
@suggests("exception-swallowed", "none")
@suggests("wrong-exception", "other-error")
@suggests("socket-left-open", "left-open")
def test_bound_socket_lets_the_error_through(student: Student, udp: Udp) -> None:
    """bound_socket lets the OSError through where it cannot bind, and leaves nothing open."""
    for host, port in ((NOBODYS_ADDRESS, 0), udp.correspondent().address):
        call = student.tries("bound_socket", host, port)
        call.raises("OSError")
        call.leaves_nothing_open()


@robust("bound_socket", points=0.25)
@suggests("port-wraps", "no-error")
@suggests("not-oserror", "left-open")
def test_bound_socket_closes_when_the_port_is_impossible(student: Student) -> None:
    """bound_socket raises an error for a port above 65535, and leaves nothing open then either."""
    call = student.tries("bound_socket", "127.0.0.1", 70_000)
    call.raises("OverflowError", "ValueError", "OSError")
    call.leaves_nothing_open()


@robust("connected_socket", points=0.5)
@suggests("port-wraps", "no-error")
@suggests("port-wraps", "ConnectionRefusedError")
@suggests("args-not-checked", "gaierror")
def test_connected_socket_refuses_an_impossible_port(student: Student, tcp: Tcp) -> None:
    """connected_socket raises OverflowError or ValueError for a port outside 0 to 65535, and connects nowhere."""
    server = tcp.listens()
    host, port = server.address
    for impossible in (port + 65_536, -1):
        call = student.tries("connected_socket", (host, impossible))
        call.raises("OverflowError", "ValueError")
        call.leaves_nothing_open()
    server.sees_no_connection(seconds=0.0)


@robust("connected_socket", points=0.25)
@suggests("ip-v4-only", "gaierror", "other-family")
@suggests("use-after-close", "closed")
def test_connected_socket_speaks_ipv6(student: Student, tcp: Tcp) -> None:
    """connected_socket connects to an IPv6 address."""
    server = tcp.listens(family=socket.AF_INET6)
    call = student.calls("connected_socket", server.address[:2])
    server.accepts()
    is_socket(call, socket.AF_INET6, socket.SOCK_STREAM)


@robust("connected_socket", points=0.25, looks_up=True)
@suggests("ip-v4-only", "gaierror", "other-family", catches=False)
@suggests("use-after-close", "closed")
@suggests("socket-left-open", "left-open", catches=False)
def test_connected_socket_tries_every_address(student: Student, tcp: Tcp, names: Names) -> None:
    """connected_socket reaches a host that listens at the last of its addresses, and leaves no other attempt open."""
    family = FAMILIES[names.addresses("localhost")[-1][0]]
    server = tcp.listens(family=family)
    call = student.calls("connected_socket", ("localhost", server.address[1]))
    server.accepts()
    is_socket(call, family, socket.SOCK_STREAM)
    call.leaves_nothing_open()


@robust("connected_socket", points=0.25, deadline=5.0, takes=0.2)
@suggests("no-timeout", "hang", "too-slow")
@suggests("exception-swallowed", "no-error")
@suggests("socket-left-open", "left-open")
def test_connected_socket_gives_up(student: Student, tcp: Tcp) -> None:
    """connected_socket raises an OSError when nobody answers within its timeout, and leaves nothing open."""
    address = tcp.full_address()

    def attempt() -> Call:
        call = student.tries("connected_socket", address, SHORT)
        call.raises("OSError")
        call.leaves_nothing_open()
        return call

    keeps_to_its_timeout(attempt)


@robust("probe", points=0.25, deadline=5.0, takes=0.2)
@suggests("no-timeout", "hang", "too-slow")
@suggests("except-too-wide", "returned-other", catches=False)
def test_probe_without_an_answer(student: Student, tcp: Tcp) -> None:
    """probe says "no answer" when nothing comes within its timeout."""
    address = tcp.full_address()

    def attempt() -> Call:
        call = student.calls("probe", address, SHORT)
        call.returns("no answer")
        call.leaves_nothing_open()
        return call

    keeps_to_its_timeout(attempt)


@robust("probe", points=0.25)
@suggests("ip-v4-only", "returned-other", "gaierror", catches=False)
def test_probe_speaks_ipv6(student: Student, tcp: Tcp) -> None:
    """probe says "open" where somebody listens at an IPv6 address."""
    server = tcp.listens(family=socket.AF_INET6)
    call = student.calls("probe", server.address[:2])
    call.returns("open")
    call.leaves_nothing_open()


@robust("probe", points=0.25)
@suggests("limit-off-by-one", "last-port")
@suggests("port-wraps", "unexpected-connection")
@suggests("not-oserror", "OverflowError", "ValueError")
@suggests("except-too-wide", "returned-other", catches=False)
def test_probe_of_an_impossible_port(student: Student, tcp: Tcp) -> None:
    """probe says "invalid port" for a port outside 0 to 65535 and for no other, and connects nowhere."""
    server = tcp.listens()
    host, port = server.address
    for impossible in (port + 65_536, -1):
        call = student.calls("probe", (host, impossible))
        call.returned()
        server.sees_no_connection(seconds=0.0)
        call.returns("invalid port")
        call.leaves_nothing_open()
    call = student.calls("probe", (host, 65_535))
    if call.returned() == "invalid port":
        raise call.failure("returned-other", "last-port", expected=shown("refused"), got=shown("invalid port"))


@robust("probe", points=0.25)
@suggests("not-oserror", "UnicodeError")
@suggests("except-too-wide", "returned-other", catches=False)
def test_probe_of_an_impossible_host(student: Student, draw: Draw) -> None:
    """probe says "unknown host" for a name that cannot exist: an empty label, a label of 70 characters."""
    for host in ("a..b", draw.word(70)):
        call = student.calls("probe", (host, 80))
        call.returns("unknown host")
        call.leaves_nothing_open()


def is_socket(call: Call, family: int, kind: int, host: str = "", port: int = 0) -> Handle:
    """The call must return an open socket of this family and type, bound to this host and port where they are named."""
    made = call.returned()
    found = made.socket if isinstance(made, Handle) else None
    if not isinstance(made, Handle) or found is None:
        code = "returned-none" if made is None else "returned-other"
        raise call.failure(code, *symptoms_of_difference(Handle(0), made), expected=python("socket"), got=shown(made))
    if not found.get("open"):
        raise call.failure("returned-other", "closed", expected=python("socket"), got=python("socket [closed]"))
    local_host, local_port = [*(found.get("local") or ()), None, None][:2]
    got = (found.get("family"), found.get("type"), local_host, local_port)
    expected = (family, kind, host or local_host, port or local_port)
    if got != expected:
        different = [part for part, one, other in zip(PARTS, got, expected, strict=True) if one != other]
        raise call.failure(
            "returned-other", *different, f"at-{local_host}", expected=in_words(*expected), got=in_words(*got)
        )
    return made


def in_words(family: Any, kind: Any, host: Any, port: Any) -> Shown:
    """The parts of a socket, with the names that the module socket has for its numbers."""
    families = {str(int(number)): number.name for number in FAMILIES.values()}
    kinds = {str(int(number)): number.name for number in TRANSPORTS.values()}
    family, kind = families.get(str(family), family), kinds.get(str(kind), kind)
    bound = f", laddr=({host!r}, {port})" if host else ""
    return python(f"socket family={family}, type={kind}{bound}")


def python(text: str) -> Shown:
    """An object for a fact, as Python would show it."""
    return shown(Handle(0, f"<{text}>"))


def keeps_to_its_timeout(attempt: Callable[[], Call]) -> None:
    """One of two attempts must be over soon after its timeout; a busy machine may make the other late."""
    for _ in range(2):
        begin = time.monotonic()
        call = attempt()
        took = time.monotonic() - begin
        if took < MUCH_LONGER:
            return
    raise call.failure("too-slow", took=round(took, 1), seconds=SHORT)

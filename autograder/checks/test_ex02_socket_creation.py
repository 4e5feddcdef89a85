"""ex02: creating, describing, binding, connecting and closing sockets."""

from __future__ import annotations

import socket

from autograder.checking import core, robust, suggests
from autograder.jury import Draw
from autograder.peers.tcp import Tcp
from autograder.peers.udp import Udp
from autograder.student.remote import address_of
from autograder.student.student import Student

FAMILIES = {"IPv4": socket.AF_INET, "IPv6": socket.AF_INET6}
TRANSPORTS = {"TCP": socket.SOCK_STREAM, "UDP": socket.SOCK_DGRAM}
NOBODYS_ADDRESS = "192.0.2.1"  # RFC 5737: for documentation, on no machine
SLOW = 10.0


@core("create", points=1)
@suggests("wrong-socket-type", "other-socket")
def test_create_makes_the_socket_asked_for(student: Student) -> None:
    """create returns a socket of the family and the transport that it is asked for."""
    for family in FAMILIES:
        for transport in TRANSPORTS:
            call = student.calls("create", family, transport)
            made = call.returns_socket().socket or {}
            if (made.get("family"), made.get("type")) != (FAMILIES[family], TRANSPORTS[transport]):
                raise call.failure("other-socket", family=made.get("family"), type=made.get("type"))


@core("describe", points=1)
def test_describe_names_family_transport_and_address(student: Student, udp: Udp) -> None:
    """describe tells a socket's family, transport and local address, bound or not."""
    bound = udp.socket()
    student.calls("describe", bound).returns("IPv4 UDP {}:{}".format(*address_of(bound)))
    unbound = student.opens(socket.AF_INET, socket.SOCK_STREAM)
    student.calls("describe", unbound).returns("IPv4 TCP 0.0.0.0:0")


@core("bound_socket", points=1)
@suggests("wrong-socket-type", "other-socket")
@suggests("bind-gethostname", "hang", catches=False)
def test_bound_socket_can_be_written_to(student: Student, udp: Udp, draw: Draw) -> None:
    """bound_socket returns a UDP socket that receives what is sent to its address."""
    call, text = student.calls("bound_socket", "127.0.0.1"), draw.bytes(20)
    made = call.returns_socket()
    if (made.socket or {}).get("type") != socket.SOCK_DGRAM:
        raise call.failure(
            "other-socket", family=(made.socket or {}).get("family"), type=(made.socket or {}).get("type")
        )
    udp.correspondent().sends(text, made)
    student.holds(made).calls("recv", 100).returns(text)


@core("connected_socket", points=1.5)
@suggests("no-tuple", "TypeError", catches=False)
def test_connected_socket_is_connected(student: Student, tcp: Tcp, draw: Draw) -> None:
    """connected_socket returns a socket that is connected to the address."""
    server, text = tcp.listens(), draw.bytes(20)
    call = student.calls("connected_socket", server.address)
    peer = server.accepts()
    made = call.returns_socket()
    peer.sends(text)
    student.holds(made).calls("recv", 100).returns(text)


@core("probe", points=1)
@suggests("no-close", "left-open")
@suggests("no-close", "not-finished")
def test_probe_of_an_open_port(student: Student, tcp: Tcp) -> None:
    """probe says "open" where somebody listens, and closes the connection."""
    server = tcp.listens()
    call = student.calls("probe", server.address)
    peer = server.accepts()
    call.returns("open")
    peer.sees_the_end(reset_is_fine=True)


@core("probe", points=0.5)
@suggests("except-too-wide", "returned-other", catches=False)
def test_probe_of_a_closed_port(student: Student, tcp: Tcp) -> None:
    """probe says "refused" where nobody listens."""
    call = student.calls("probe", tcp.closed_address())
    call.returns("refused")
    call.leaves_nothing_open()


@core("probe", points=0.5, deadline=SLOW)
@suggests("except-too-wide", "returned-other")
@suggests("unknown-name-raises", "gaierror")
def test_probe_of_an_unknown_host(student: Student, draw: Draw) -> None:
    """probe says "unknown host" for a name that nobody knows."""
    student.calls("probe", (f"{draw.word()}.invalid", 80)).returns("unknown host")


@robust("create", points=0.5)
@suggests("args-not-checked", "no-error")
@suggests("wrong-exception", "KeyError", "AttributeError", "TypeError")
def test_create_refuses_other_words(student: Student) -> None:
    """create raises ValueError for any other word, and names the words that are valid."""
    for words, valid in ((("IPv5", "TCP"), ("IPv4", "IPv6")), (("IPv4", "SCTP"), ("TCP", "UDP"))):
        call = student.tries("create", *words)
        error = call.raises("ValueError")
        if missing := [word for word in valid if word not in error.text]:
            raise call.failure("error-does-not-say", text=error.text[:200], missing=missing)


@robust("describe", points=0.5)
@suggests("ip-v4-only", "ValueError", "differs")
def test_describe_puts_an_ipv6_address_in_brackets(student: Student) -> None:
    """describe tells an IPv6 socket's address in brackets."""
    sock = student.opens(socket.AF_INET6, socket.SOCK_STREAM, bind=("::1", 0))
    student.calls("describe", sock).returns(f"IPv6 TCP [::1]:{address_of(sock)[1]}")


@robust("bound_socket", points=0.5)
@suggests("bind-gethostname", "type-socket")
@suggests("exception-swallowed", "none")
@suggests("socket-left-open", "left-open", catches=False)
def test_bound_socket_lets_the_error_through(student: Student) -> None:
    """bound_socket lets the OSError through when the address is not one of this machine, and leaves nothing open."""
    call = student.tries("bound_socket", NOBODYS_ADDRESS)
    call.raises("OSError")
    call.leaves_nothing_open()


@robust("connected_socket", points=0.5)
@suggests("exception-swallowed", "no-error")
@suggests("socket-left-open", "left-open", catches=False)
def test_connected_socket_lets_the_refusal_through(student: Student, tcp: Tcp) -> None:
    """connected_socket lets ConnectionRefusedError through when nobody listens, and leaves nothing open."""
    call = student.tries("connected_socket", tcp.closed_address())
    call.raises("ConnectionRefusedError")
    call.leaves_nothing_open()


@robust("connected_socket", points=0.25)
@suggests("no-timeout", "hang")
def test_connected_socket_gives_up(student: Student, tcp: Tcp) -> None:
    """connected_socket raises an OSError when nobody answers within its timeout, and leaves nothing open."""
    call = student.tries("connected_socket", tcp.full_address(), 0.2)
    call.raises("OSError")
    call.leaves_nothing_open()


@robust("connected_socket", points=0.25)
@suggests("port-wraps", "no-error", "unexpected-connection")
@suggests("port-wraps", "other-error", catches=False)
def test_connected_socket_refuses_an_impossible_port(student: Student, tcp: Tcp) -> None:
    """connected_socket refuses a port above 65535 instead of connecting to another one."""
    server = tcp.listens()
    host, port = server.address
    student.tries("connected_socket", (host, port + 65_536)).raises("ValueError", "OverflowError")
    server.sees_no_connection(seconds=0.0)


@robust("connected_socket", points=0.25)
@suggests("ip-v4-only", "raised")
def test_connected_socket_speaks_ipv6(student: Student, tcp: Tcp) -> None:
    """connected_socket connects to an IPv6 address."""
    server = tcp.listens(family=socket.AF_INET6)
    call = student.calls("connected_socket", server.address[:2])
    server.accepts()
    call.returns_socket()


@robust("probe", points=0.25)
@suggests("except-too-wide", "returned-other")
@suggests("no-timeout", "hang")
def test_probe_without_an_answer(student: Student, tcp: Tcp) -> None:
    """probe says "no answer" when nothing comes within its timeout."""
    student.calls("probe", tcp.full_address(), 0.2).returns("no answer")


@robust("probe", points=0.25)
@suggests("not-oserror", "raised")
@suggests("except-too-wide", "returned-other")
@suggests("port-wraps", "unexpected-connection")
def test_probe_of_an_impossible_port(student: Student, tcp: Tcp) -> None:
    """probe says "invalid port" for a port outside 0 to 65535."""
    server = tcp.listens()
    host, port = server.address
    for impossible in (port + 65_536, -1):
        student.calls("probe", (host, impossible)).returns("invalid port")
    server.sees_no_connection(seconds=0.0)


@robust("probe", points=0.25)
@suggests("not-oserror", "UnicodeError")
@suggests("except-too-wide", "returned-other")
def test_probe_of_an_impossible_host(student: Student) -> None:
    """probe says "unknown host" for a name that cannot exist."""
    student.calls("probe", ("x" * 70 + ".invalid", 80)).returns("unknown host")

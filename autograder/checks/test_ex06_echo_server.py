"""ex06: an echo server that serves whoever comes, and a client that reads while it sends."""

from __future__ import annotations

import re

import pytest

from autograder.checking import core, robust, suggests
from autograder.jury import Draw
from autograder.peers.echo import EchoPeer
from autograder.peers.tcp import Tcp
from autograder.student.remote import Remote
from autograder.student.student import Student

PORT = re.compile(r"\b\d{4,5}\b")
STOPPED_WITHIN = 2.0  # seconds: twice what the contract says


@pytest.fixture
def server(student: Student) -> Remote:
    """A server of the student's that runs."""
    made = student.makes("EchoServer")
    made.starts("run")
    return made


@core("EchoServer", points=2)
@suggests("echo-not-sent-back", "sent-nothing", "closed-early", catches=True)
@suggests("accept-not-unpacked", "AttributeError")
@suggests("no-close", "not-finished")
@suggests("talk-on-listener", "OSError")
@suggests("str-not-bytes", "TypeError")
def test_server_sends_back_what_it_gets(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer sends back what a client sends, and closes when the client has finished."""
    client, message = tcp.connects(server.address), draw.ascii(60).encode()
    client.sends(message)
    client.finishes()
    client.receives(message)
    client.sees_the_end()


@core("EchoServer", points=1.5)
@suggests("reads-to-end-before-echo", "sent-nothing")
@suggests("recv-once", "sent-too-little", "closed-early", "reset-early", catches=False)
def test_server_does_not_wait_for_the_end(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer sends back each part as it arrives, before the client has finished."""
    client = tcp.connects(server.address)
    for _ in range(3):
        part = draw.ascii(20).encode()
        client.sends(part)
        client.receives(part)


@core("EchoServer", points=1)
@suggests("message-not-printed", "not-printed")
@suggests("decode-per-chunk", "not-printed", catches=False)
@suggests("no-flush", "not-printed", catches=False)
@suggests("one-send-one-recv", "not-printed", catches=False)
def test_server_prints_the_whole_message(student: Student, server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer prints the whole message of a client when it has finished."""
    client, message = tcp.connects(server.address), draw.text(80)
    client.sends(message.encode(), cut_at=(7, 30, 31, 32, 33))
    client.finishes()
    student.prints(message)


@core("EchoServer", points=1)
@suggests("serves-one-client", "refused", "sent-nothing", "reset-early", "closed-early", "not-accepted")
@suggests("no-close", "not-finished")
def test_server_serves_the_next_client(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer serves one client after the other, also those that have waited."""
    clients = [tcp.connects(server.address) for _ in range(3)]
    for client in clients:
        message = draw.ascii(30).encode()
        client.sends(message)
        client.receives(message)
        client.finishes()
        client.sees_the_end()


@core("EchoServer", points=1)
@suggests("stop-ignored", "hang", catches=False)
def test_server_stops_when_told(student: Student, tcp: Tcp) -> None:
    """stop makes run return within a second, and may be called twice."""
    made = student.makes("EchoServer")
    run = made.starts("run")
    client = tcp.connects(made.address)
    client.finishes()
    client.sees_the_end()
    client.stays_silent(seconds=0.05)
    made.calls("stop").returned()
    made.calls("stop").returned()
    run.returned(within=STOPPED_WITHIN)


@core("EchoClient", points=2)
@suggests("no-half-close", "not-finished", "TimeoutError")
@suggests("str-not-bytes", "TypeError")
def test_client_sends_then_returns_what_came_back(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoClient sends a message, says that it has finished, and returns what came back."""
    listener, message = tcp.listens(), draw.text(40)
    client = student.makes("EchoClient", listener.address, 1.5)
    run = client.starts("run", message)
    peer = listener.accepts()
    peer.receives_all(message.encode())
    peer.sends(message.encode())
    peer.closes()
    run.returns(message)


@core("EchoClient", points=1.5)
@suggests("decode-per-chunk", "UnicodeDecodeError", "differs")
@suggests("recv-once", "cut-short", "UnicodeDecodeError")
@suggests("no-half-close", "not-finished", "TimeoutError")
def test_client_joins_the_pieces(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoClient returns the whole text, even when it is cut in the middle of a character."""
    listener, message = tcp.listens(), "x" + "é" * 3 + draw.text(30)
    run = student.makes("EchoClient", listener.address, 1.5).starts("run", message)
    peer = listener.accepts()
    peer.receives_all(message.encode())
    peer.sends(message.encode(), in_pieces_of=1)
    peer.closes()
    run.returns(message)


@robust("EchoServer", points=0.75)
@suggests("peer-gone-crashes", "refused", "ConnectionError", "thread-ConnectionError", "sent-nothing", "reset-early")
def test_server_survives_a_reset(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer goes on when a client breaks its connection."""
    broken = tcp.connects(server.address)
    broken.sends(b"hello")
    broken.receives(b"hello")
    broken.resets()
    client, message = tcp.connects(server.address), draw.ascii(30).encode()
    client.sends(message)
    client.receives(message)


@robust("EchoServer", points=0.25)
@suggests("no-close", "not-finished")
@suggests("peer-gone-crashes", "refused", "sent-nothing", catches=False)
def test_server_survives_a_client_that_says_nothing(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer goes on when a client finishes without a word."""
    silent = tcp.connects(server.address)
    silent.finishes()
    silent.sees_the_end()
    client, message = tcp.connects(server.address), draw.ascii(30).encode()
    client.sends(message)
    client.receives(message)


@robust("EchoServer", points=0.5)
@suggests("decode-per-chunk", "sent-other")
@suggests("bad-input-kills", "UnicodeDecodeError", "thread-UnicodeDecodeError", "refused", "sent-nothing")
@suggests("no-close", "not-finished")
def test_server_sends_back_any_bytes(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer sends back bytes that are no text, and serves the next client after them."""
    client, message = tcp.connects(server.address), b"\xff\xfe" + draw.bytes(100)
    client.sends(message)
    client.receives(message)
    client.finishes()
    client.sees_the_end()
    following = tcp.connects(server.address)
    following.sends(b"still there?")
    following.receives(b"still there?")


@robust("EchoServer", points=0.5)
@suggests("stop-ignored", "hang", catches=False)
def test_server_stops_while_a_client_is_silent(student: Student, tcp: Tcp) -> None:
    """stop makes run return while a client is connected and silent; its connection ends."""
    made = student.makes("EchoServer")
    run = made.starts("run")
    client = tcp.connects(made.address)
    client.sends(b"hello")
    client.receives(b"hello")
    made.calls("stop").returned()
    run.returned(within=STOPPED_WITHIN)
    client.sees_the_end(reset_is_fine=True)


@robust("EchoServer", points=0.5, deadline=4.0)
@suggests("addr-in-use", "OSError")
def test_server_starts_again_on_its_port(student: Student, tcp: Tcp) -> None:
    """EchoServer can be started again at once on the port where another has just ended."""
    made = student.makes("EchoServer")
    run = made.starts("run")
    host, port = made.address[:2]
    client = tcp.connects((host, port))
    client.sends(b"hello")
    client.receives(b"hello")
    made.calls("stop").returned()
    run.returned(within=STOPPED_WITHIN)
    client.sees_the_end(reset_is_fine=True)
    client.closes()
    again = student.makes("EchoServer", host, port)
    again.starts("run")
    newcomer = tcp.connects((host, port))
    newcomer.sends(b"hello again")
    newcomer.receives(b"hello again")


@robust("EchoServer", points=0.25)
def test_server_listens_before_it_runs(student: Student, tcp: Tcp) -> None:
    """A client can connect before run is called; it is served when run is."""
    made = student.makes("EchoServer", "127.0.0.1", 0)
    client = tcp.connects(made.address)
    client.sends(b"early")
    made.starts("run")
    client.receives(b"early")


@robust("EchoServer", points=0.5, deadline=4.0)
@suggests("no-flush", "not-printed", catches=False)
def test_server_as_a_program(student: Student, tcp: Tcp) -> None:
    """As a program, the server says where it listens, and Ctrl-C ends it cleanly."""
    program = student.runs_program("0")
    student.process.output.wait_until(lambda screen: bool(PORT.search(screen)), student.deadline)
    found = [int(number) for number in PORT.findall(student.process.output.text)]
    if not found:
        student.prints("listening on 127.0.0.1:…", within=0)
    client = tcp.connects(("127.0.0.1", found[-1]))
    client.sends(b"hello")
    client.receives(b"hello")
    client.finishes()
    client.sees_the_end()
    program.interrupts()
    program.exits(0, 130, -2)
    program.shows_no_traceback()


@robust("EchoClient", points=0.75, deadline=10.0)
@suggests("send-all-then-read", "TimeoutError", "hang", "cut-short", "BrokenPipeError")
@suggests("send-not-all", "cut-short", catches=False)
def test_client_reads_while_it_sends(student: Student, echo: EchoPeer, draw: Draw) -> None:
    """EchoClient gets a long message back from a server that answers while it still sends."""
    message = draw.ascii(100) * 50_000
    client = student.makes("EchoClient", echo.address, 1.0)
    client.calls("run", message).returns(message)


@robust("EchoClient", points=0.5)
@suggests("no-timeout", "hang")
@suggests("exception-swallowed", "no-error")
def test_client_gives_up_on_a_silent_server(student: Student, tcp: Tcp) -> None:
    """EchoClient raises TimeoutError when nothing moves for as long as its timeout, and closes."""
    listener = tcp.listens()
    call = student.makes("EchoClient", listener.address, 0.2).tries("run", "hello?")
    peer = listener.accepts()
    call.raises("TimeoutError")
    call.leaves_nothing_open()
    peer.receives(b"hello?")


@robust("EchoClient", points=0.25)
@suggests("exception-swallowed", "no-error")
def test_client_says_that_nobody_listens(student: Student, tcp: Tcp) -> None:
    """EchoClient lets ConnectionRefusedError through when nobody listens, and leaves nothing open."""
    call = student.makes("EchoClient", tcp.closed_address()).tries("run", "hello")
    call.raises("ConnectionRefusedError")
    call.leaves_nothing_open()


@robust("EchoClient", points=0.25)
@suggests("empty-message-unsent", "hang", "not-finished")
def test_client_sends_an_empty_message(student: Student, tcp: Tcp) -> None:
    """EchoClient sends an empty message: it connects, finishes, and returns an empty text."""
    listener = tcp.listens()
    run = student.makes("EchoClient", listener.address, 1.5).starts("run", "")
    peer = listener.accepts()
    peer.receives_all(b"")
    peer.closes()
    run.returns("")

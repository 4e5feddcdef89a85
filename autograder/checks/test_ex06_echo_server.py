"""ex06: an echo server that serves whoever comes, and a client that reads while it sends."""

from __future__ import annotations

import re
from typing import Any

import pytest

from autograder.checking import SEEN_THROUGH, SILENCE, Check, core, robust, suggests
from autograder.draw import Draw
from autograder.peers.adder import silence_is_a_hang
from autograder.peers.echo import EchoPeer
from autograder.peers.tcp import Tcp
from autograder.shown import shown, tail
from autograder.student.remote import Remote
from autograder.student.student import Student
from autograder.verdict import CheckFailed

PORT = re.compile(r"\b\d{4,5}\b")
STOPPED_WITHIN = 2.0  # seconds: twice what the contract says

from_a_bound_client = suggests("client-binds", "errno-98", "errno-48", "errno-10048", catches=False)


def of_any_server(check: Check) -> Check:
    """Suggests the mistakes that fail most checks of a server, when no other fits better."""
    check = suggests("serves-one-client", "refused", "not-accepted", catches=False)(check)
    check = suggests("serves-one-client", "sent-nothing", "reset-early", catches=False)(check)
    check = suggests("talk-on-listener", "OSError", catches=False)(check)
    check = suggests("eof-ignored", "sent-nothing", catches=False)(check)
    check = suggests("connect-refused", "refused", catches=False)(check)
    return suggests("echo-not-sent-back", "unanswered", catches=False)(check)


@pytest.fixture
def server(student: Student) -> Remote:
    """A server of the student's that runs."""
    made = student.makes("EchoServer")
    made.starts("run")
    return made


def is_served(address: tuple[Any, ...], tcp: Tcp, message: bytes) -> None:
    """A new client of the server there, which finishes at once, must get its message back."""
    client = tcp.connects(address)
    client.sends(message)
    client.finishes()
    client.receives(message)


@core("EchoServer", points=2)
@suggests("echo-not-sent-back", "unanswered")
@suggests("repr-not-encode", "as-repr", catches=False)
@suggests("talk-on-listener", "OSError")
@suggests("eof-ignored", "not-finished")
@suggests("no-close", "not-finished")
@of_any_server
def test_server_sends_back_what_it_gets(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer sends back what a client sends, and closes when the client has finished."""
    client, message = tcp.connects(server.address), draw.ascii(60).encode()
    client.sends(message)
    client.finishes()
    with silence_is_a_hang():
        client.receives(message)
    client.sees_the_end()


@core("EchoServer", points=1.5)
@suggests("reads-to-end-before-echo", "sent-nothing")
@suggests("recv-once", "closed-early", "reset-early")
@suggests("short-as-timeout", "closed-early", "reset-early")
@of_any_server
def test_server_does_not_wait_for_the_end(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer sends back each part as it arrives, before the client has finished."""
    client = tcp.connects(server.address)
    for _ in range(3):
        part = draw.ascii(20).encode()
        client.sends(part)
        client.receives(part)


@core("EchoServer", points=1)
@suggests("eof-ignored", "not-printed")
@suggests("repr-not-encode", "screen-repr", catches=False)
@suggests("message-not-printed", "screen-empty", catches=False)
@suggests("decode-per-chunk", "screen-replaced-inside")
@suggests("one-send-one-recv", "screen-part", catches=False)
@suggests("decode-per-chunk", "screen-replaced", "UnicodeDecodeError", "thread-UnicodeDecodeError")
@suggests("recv-once", "screen-other", catches=False)
@suggests("no-flush", "screen-empty", catches=False)
@of_any_server
def test_server_prints_the_whole_message(student: Student, server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer prints the whole message of a client when it has finished."""
    client, message = tcp.connects(server.address), "né" + draw.text(40)
    client.sends(message.encode(), cut_at=(2, 13, 14, 15, 16))
    client.finishes()
    student.prints(message)


@core("EchoServer", points=1, deadline=4.0)
@suggests("serves-one-client", "refused", "not-accepted", "sent-nothing", "reset-early")
@suggests("eof-ignored", "hang", catches=False)
@of_any_server
def test_server_serves_the_next_client(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer serves one client after the other, also those that have waited."""
    client = tcp.connects(server.address)
    for _ in range(3):
        message = draw.ascii(30).encode()
        client.sends(message)
        client.waits_until_read()
        waiting = tcp.connects(server.address)
        client.finishes()
        client.receives(message)
        client = waiting


@core("EchoServer", points=1, deadline=4.0, area="EchoServer.stop", takes=0.1)
@suggests("stop-ignored", "hang", catches=False)
@suggests("socket-left-open", "port-still-taken")
@of_any_server
def test_server_stops_when_told(student: Student, tcp: Tcp) -> None:
    """stop makes run return within a second, and may be called twice; nobody listens any more."""
    made = student.makes("EchoServer")
    address = made.address
    run = made.starts("run")
    client = tcp.connects(address)
    client.finishes()
    client.stays_silent(seconds=0.05)
    made.calls("stop").returned()
    run.returned(within=STOPPED_WITHIN)
    made.calls("stop").returned()
    tcp.finds_nobody(address)


@core("EchoClient", points=1.75)
@suggests("no-half-close", "not-finished", catches=False)
@suggests("str-not-bytes", "type-bytes")
@suggests("bytes-vs-chars", "cut-short", "bytes-replaced")
@from_a_bound_client
def test_client_sends_then_returns_what_came_back(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoClient sends a message, says that it has finished, and returns what came back."""
    listener, message = tcp.listens(), "né" + draw.text(40)
    run = student.makes("EchoClient", listener.address).calls("run", message)
    peer = listener.accepts()
    peer.receives(message.encode())
    peer.sends(message.encode())
    peer.sees_the_end()
    peer.closes()
    run.returns(message)
    run.leaves_nothing_open()


@core("EchoClient", points=1.5)
@suggests("bytes-vs-chars", "as-many-bytes", catches=False)
@suggests("decode-per-chunk", "UnicodeDecodeError", "bytes-replaced")
@suggests("recv-once", "cut-short")
@suggests("bytes-vs-chars", "cut-short", "bytes-replaced")
@suggests("str-not-bytes", "type-bytes")
@suggests("no-half-close", "not-finished", catches=False)
@from_a_bound_client
def test_client_joins_the_pieces(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoClient returns the whole text that came back, even when it is cut in the middle of a character."""
    listener, message = tcp.listens(), "né€😀" + draw.text(12)
    run = student.makes("EchoClient", listener.address).calls("run", message)
    peer = listener.accepts()
    peer.receives(message.encode())
    peer.sends(message.encode(), in_pieces_of=1)
    peer.sees_the_end()
    peer.closes()
    run.returns(message)


@robust("EchoServer", points=0.25)
@suggests("state-kept", "kept")
@suggests("message-not-printed", "screen-empty", catches=False)
@of_any_server
def test_server_prints_each_message_for_itself(student: Student, server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer prints no message again with those of later clients, not even what a client sent that broke off."""
    words = [draw.word() for _ in range(5)]
    for word in words:
        is_served(server.address, tcp, word.encode())
        student.prints(word)
    if student.screen.count(words[0]) >= len(words):
        raise CheckFailed("printed-again", "kept", word=words[0], screen=tail(student.screen))
    broken, part, last = tcp.connects(server.address), draw.word(), draw.word()
    broken.sends(part.encode())
    broken.receives(part.encode())
    broken.resets()
    is_served(server.address, tcp, last.encode())
    student.prints(last)
    if part + last in student.screen and words[0] + words[1] not in student.screen:
        raise CheckFailed("printed-again", "kept", word=part, screen=tail(student.screen))


@robust("EchoServer", points=0.5, deadline=4.0, takes=0.1)
@suggests("peer-gone-crashes", "OSError", "thread-OSError", "refused")
@of_any_server
def test_server_survives_a_reset(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer goes on when a client breaks its connection: before its first word, in the middle, at the end."""
    tcp.connects(server.address).resets()
    broken = tcp.connects(server.address)
    broken.sends(draw.ascii(5_000).encode())
    broken.waits_until_read()
    broken.resets()
    broken = tcp.connects(server.address, small_buffers=True)
    broken.sends_until_stuck(draw.ascii(1_000).encode() * 1_000)
    broken.finishes()
    broken.waits_until_delivered()
    broken.resets()
    is_served(server.address, tcp, draw.ascii(30).encode())


@robust("EchoServer", points=0.25)
@suggests("eof-ignored", "not-finished")
@suggests("no-close", "not-finished")
@suggests("peer-gone-crashes", "OSError", "thread-OSError", "refused", catches=False)
@of_any_server
def test_server_survives_a_client_that_says_nothing(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer goes on when a client finishes without a word."""
    silent = tcp.connects(server.address)
    silent.finishes()
    silent.sees_the_end()
    is_served(server.address, tcp, draw.ascii(30).encode())


@robust("EchoServer", points=0.25)
@suggests("bad-input-kills", "UnicodeDecodeError", "thread-UnicodeDecodeError", catches=False)
@suggests("decode-per-chunk", "UnicodeDecodeError", "thread-UnicodeDecodeError", "sent-other", catches=False)
@of_any_server
def test_server_sends_back_any_bytes(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer sends back bytes that are no text, line ends and blanks, and serves the next client after them."""
    is_served(server.address, tcp, b" \r\n\xff\xfe\0" + draw.bytes(100) + b"\xc3\n\t \r\n")
    is_served(server.address, tcp, draw.ascii(30).encode())


@robust("EchoServer", points=0.25)
@suggests("bad-input-kills", "UnicodeDecodeError", "thread-UnicodeDecodeError")
@suggests("decode-per-chunk", "UnicodeDecodeError", "thread-UnicodeDecodeError", "sent-other", catches=False)
@suggests("eof-ignored", "not-printed", catches=False)
@suggests("message-not-printed", "screen-empty", catches=False)
@of_any_server
def test_server_prints_what_is_no_text(student: Student, server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer prints a message with bytes that are no text: these are replaced, and the rest is there."""
    before, after, last = draw.word(), draw.word(), draw.word()
    is_served(server.address, tcp, f"{before}\udcff{after}\n{last}".encode(errors="surrogateescape"))
    student.prints(before, after, last)
    if before + after in student.screen:
        raise CheckFailed("not-printed", expected=shown(f"{before}\ufffd{after}"), screen=tail(student.screen))


@robust("EchoServer", points=0.25, deadline=6.0, area="EchoServer.slow reader", takes=0.3)
@suggests("send-not-all", "cut-short", "middle-missing", catches=False)
@suggests("recv-once", "cut-short", catches=False)
@of_any_server
def test_server_sends_back_a_long_message(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer sends back all of a long message to a client that reads slowly."""
    client, message = tcp.connects(server.address, small_buffers=True), draw.ascii(600_000).encode()
    client.sends(message, unread_for=SILENCE)
    client.finishes()
    client.receives(message)


@robust("EchoServer", points=0.25, area="EchoServer.silence", takes=SEEN_THROUGH)
@suggests("silence-is-end", "closed-early", "reset-early", "TimeoutError", catches=False)
@suggests("recv-once", "closed-early", "reset-early", catches=False)
@of_any_server
def test_server_waits_through_a_silence(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """EchoServer goes on waiting when a client is silent for a moment in the middle."""
    client, message = tcp.connects(server.address), draw.ascii(60).encode()
    client.sends(message[:30])
    client.stays_silent(SILENCE)
    client.sends(message[30:])
    client.finishes()
    client.receives(message)


@robust("EchoServer", points=0.25, deadline=4.0, area="EchoServer.stop", takes=0.05)
@suggests("stop-ignored", "hang", catches=False)
@suggests("no-close", "not-finished", catches=False)
@suggests("thread-left", "not-finished")
@of_any_server
def test_server_stops_while_a_client_is_silent(student: Student, tcp: Tcp) -> None:
    """stop makes run return while a client is connected and silent; its connection ends."""
    made = student.makes("EchoServer")
    run = made.starts("run")
    client = tcp.connects(made.address)
    client.sends(b"hello")
    client.waits_until_read()
    made.calls("stop").returned()
    run.returned(within=STOPPED_WITHIN)
    client.sees_the_end(reset_is_fine=True, rest_is_fine=True)


@robust("EchoServer", points=0.25, deadline=6.0, area="EchoServer.stop", takes=0.05)
@suggests("stop-ignored", "hang", catches=False)
@suggests("no-close", "not-finished", catches=False)
@suggests("thread-left", "not-finished", catches=False)
@suggests("socket-left-open", "port-still-taken")
@suggests("addr-in-use", "OSError", catches=False)
@of_any_server
def test_server_starts_again_on_its_port(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoServer can be started again at once on the port where another has just ended."""
    made = student.makes("EchoServer")
    host, port = made.address[:2]
    run = made.starts("run")
    client = tcp.connects((host, port))
    client.sends(b"hello")
    client.waits_until_read()
    made.calls("stop").returned()
    run.returned(within=STOPPED_WITHIN)
    client.sees_the_end(reset_is_fine=True, rest_is_fine=True)
    client.closes()
    tcp.finds_nobody((host, port))
    again = student.makes("EchoServer", host, port)
    again.starts("run")
    is_served(again.address, tcp, draw.ascii(30).encode())


@robust("EchoServer", points=0.25)
@suggests("connect-refused", "refused")
@suggests("bind-gethostname", "other-host", catches=False)
@of_any_server
def test_server_listens_before_it_runs(student: Student, tcp: Tcp, draw: Draw) -> None:
    """A client can connect to the host that EchoServer was given before run is called; it is served then."""
    made, message = student.makes("EchoServer", host="127.0.0.1", port=0), draw.ascii(30).encode()
    if (host := made.address[0]) not in ("127.0.0.1", "localhost"):
        symptom = "any-host" if host == "0.0.0.0" else "other-host"
        raise CheckFailed("listens-elsewhere", symptom, expected="127.0.0.1", got=host)
    client = tcp.connects(made.address)
    client.sends(message)
    made.starts("run")
    client.finishes()
    client.receives(message)


@robust("EchoServer", points=0.25, deadline=6.0, area="EchoServer as a program")
@of_any_server
def test_server_as_a_program(student: Student, tcp: Tcp, draw: Draw) -> None:
    """As a program, the server says where it listens, and Ctrl-C ends it cleanly."""
    program = student.runs_program("0")
    student.process.output.wait_until(lambda screen: bool(PORT.search(screen)), student.deadline.at_most(4.0))
    found = [number for text in PORT.findall(student.process.output.text) if (number := int(text)) < 65_536]
    if not found:
        student.prints("127.0.0.1:…", within=0)
    for _ in range(2):  # Ctrl-C must not come just when a server ends that serves one client alone
        is_served(("127.0.0.1", max(found)), tcp, draw.ascii(30).encode())
    program.interrupts()
    program.exits(0, 1, 130, -2)
    program.shows_no_traceback()


@robust("EchoClient", points=0.5, deadline=10.0, takes=0.1)
@suggests("send-all-then-read", "TimeoutError", "hang")
@suggests("no-half-close", "TimeoutError", "hang", catches=False)
@suggests("send-not-all", "cut-short", catches=False)
@from_a_bound_client
def test_client_reads_while_it_sends(student: Student, echo: EchoPeer, draw: Draw) -> None:
    """EchoClient gets a long message back from a server that answers while it still sends."""
    message = draw.ascii(1_000) * 6_000
    student.makes("EchoClient", echo.address, 4.0).calls("run", message).returns(message)


@robust("EchoClient", points=0.25, area="EchoClient.slow server", takes=0.3)
@suggests("timeout-for-all", "TimeoutError")
@suggests("no-half-close", "not-finished", "TimeoutError", catches=False)
@suggests("send-not-all", "cut-short", catches=False)
@from_a_bound_client
def test_client_waits_as_long_as_something_moves(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoClient waits for a slow server longer than its timeout, as long as something moves both ways in time."""
    listener, word, slow, parts = tcp.listens(small_buffers=True), draw.ascii(100), 60, 200
    part = word * 60
    run = student.makes("EchoClient", listener.address, 0.16).calls("run", part * parts)
    peer = listener.accepts()
    for number in range(slow):
        peer.receives(part.encode())
        peer.sends(word.encode())
        if number % 10 == 0:
            peer.stays_silent(0.034)
    peer.opens_its_window()
    for _ in range(slow, parts):
        peer.receives(part.encode())
        peer.sends(part.encode())
    peer.sees_the_end()
    peer.sends(word.encode() * 59 * slow)
    peer.closes()
    run.returns(part * parts)


@robust("EchoClient", points=0.25)
@suggests("bytes-vs-chars", "as-many-bytes", catches=False)
@suggests("no-half-close", "not-finished", "TimeoutError")
@suggests("bytes-vs-chars", "cut-short", "bytes-replaced", catches=False)
@from_a_bound_client
def test_client_finishes_before_the_answer(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoClient says that it has finished as soon as it has sent all; then it returns whatever comes back."""
    listener, message, answer = tcp.listens(), draw.text(40), f" {draw.text(40)}\r\n"
    run = student.makes("EchoClient", listener.address).calls("run", message)
    peer = listener.accepts()
    peer.receives_all(message.encode())
    peer.sends(answer.encode())
    peer.closes()
    run.returns(answer)


@robust("EchoClient", points=0.25)
@suggests("no-half-close", "not-finished", catches=False)
@from_a_bound_client
def test_client_sends_an_empty_message(student: Student, tcp: Tcp) -> None:
    """EchoClient sends an empty message: it connects, finishes, and returns an empty text."""
    listener = tcp.listens()
    run = student.makes("EchoClient", listener.address).calls("run", "")
    peer = listener.accepts()
    peer.sees_the_end()
    peer.closes()
    run.returns("")


@robust("EchoClient", points=0.25)
@suggests("exception-swallowed", "no-error", catches=False)
@from_a_bound_client
def test_client_says_that_nobody_listens(student: Student, tcp: Tcp) -> None:
    """EchoClient lets ConnectionRefusedError through when nobody listens, and leaves nothing open."""
    try:
        client = student.makes("EchoClient", tcp.closed_address())
    except CheckFailed as failure:
        if "ConnectionRefusedError" in failure.symptoms:
            return  # who connects when made is as right
        raise
    call = client.tries("run", "hello")
    call.raises("ConnectionRefusedError")
    call.leaves_nothing_open()


@robust("EchoClient", points=0.25)
@suggests("exception-swallowed", "no-error", catches=False)
@suggests("recv-once", "no-error", catches=False)
@from_a_bound_client
def test_client_tells_when_the_connection_breaks(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoClient lets the error through when the server breaks the connection, and leaves nothing open."""
    listener, message = tcp.listens(), draw.text(40)
    call = student.makes("EchoClient", listener.address).calls("run", message)
    peer = listener.accepts()
    peer.receives(message.encode())
    peer.sends(message[:10].encode())
    peer.waits_until_read()
    peer.resets()
    call.raises("OSError")
    call.leaves_nothing_open()


@robust("EchoClient", points=0.25, area="EchoClient.timeout", takes=0.1)
@suggests("no-timeout", "hang", catches=False)
@suggests("silence-is-end", "no-error", catches=False)
@suggests("exception-swallowed", "no-error", catches=False)
@suggests("wrong-exception", "OSError", "RuntimeError", "EOFError", catches=False)
@from_a_bound_client
def test_client_gives_up_on_a_silent_server(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoClient raises TimeoutError when nothing moves for as long as its timeout, and closes."""
    listener = tcp.listens()
    call = student.makes("EchoClient", listener.address, timeout=0.1).calls("run", draw.text(20))
    listener.accepts()
    call.raises("TimeoutError")
    call.leaves_nothing_open()


@robust("EchoClient", points=0.25, deadline=4.0, area="EchoClient.timeout", takes=0.1)
@suggests("no-timeout", "hang", catches=False)
@suggests("silence-is-end", "no-error", catches=False)
@suggests("exception-swallowed", "no-error", catches=False)
@suggests("wrong-exception", "OSError", "RuntimeError", "EOFError", catches=False)
@from_a_bound_client
def test_client_gives_up_on_a_server_that_stops_reading(student: Student, tcp: Tcp, draw: Draw) -> None:
    """EchoClient raises TimeoutError when a long message does not leave for as long as its timeout, and closes."""
    listener, message = tcp.listens(small_buffers=True), draw.ascii(1_000) * 3_000
    call = student.makes("EchoClient", listener.address, 0.1).calls("run", message)
    listener.accepts()
    call.raises("TimeoutError")
    call.leaves_nothing_open()

"""ex05: sending all, receiving all, receiving exactly so many bytes, and a whole request over TCP."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from autograder.checking import SEEN_THROUGH, SILENCE, core, robust, suggests
from autograder.draw import Draw
from autograder.peers.tcp import Tcp
from autograder.student.student import Student
from autograder.verdict import CheckFailed

if TYPE_CHECKING:
    from autograder.peers.http import WebServer

ANSWERS_TO_THE_EXERCISE = {"sendall", "makefile", "sendfile"}


@core("send_all", points=1)
@suggests("str-not-bytes", "TypeError")
def test_send_all_sends_a_short_message(student: Student, tcp: Tcp, draw: Draw) -> None:
    """send_all sends a short message and leaves the connection open."""
    peer, message = tcp.pair(), draw.bytes(300)
    call = student.calls("send_all", peer.socket, message)
    peer.receives(message)
    call.returns(None)
    peer.hears_nothing(seconds=0.0)


@core("send_all", points=1.5, deadline=6.0, takes=0.05)
@suggests("send-not-all", "cut-short", "middle-missing", catches=False)
@suggests("rest-cut-twice", "skips-as-much")
@suggests("resends-from-start", "starts-again", "too-much")
def test_send_all_sends_the_rest_too(student: Student, tcp: Tcp, draw: Draw) -> None:
    """send_all sends all of a message of which each send takes only a part."""
    peer, message = tcp.pair(timeout=5.0, small_buffers=True), draw.bytes(400_000)
    call = student.calls("send_all", peer.socket, message)
    peer.lets_the_buffers_fill()
    peer.opens_its_window()
    peer.receives(message)
    call.returns(None)
    peer.hears_nothing(seconds=0.0)


@core("send_all", points=1)
@suggests("uses-sendall-in-send-all")
def test_send_all_uses_send_alone(student: Student) -> None:
    """send_all is the loop itself: it calls send, and not what the exercise asks to write."""
    if found := student.words_of("send_all") & ANSWERS_TO_THE_EXERCISE:
        raise CheckFailed("uses-the-answer", function="send_all", word=min(found))


@core("receive_all", points=1)
@suggests("eof-ignored", "hang")
@suggests("recv-n-exact", "hang", catches=False)
@suggests("decode-per-chunk", "UnicodeDecodeError", catches=False)
def test_receive_all_returns_a_short_message(student: Student, tcp: Tcp, draw: Draw) -> None:
    """receive_all returns a short message that arrives in one piece."""
    peer, message = tcp.pair(), draw.bytes(100)
    call = student.calls("receive_all", peer.socket)
    peer.sends(message)
    peer.finishes()
    call.returns(message)


@core("receive_all", points=2)
@suggests("recv-once", "cut-short")
@suggests("short-as-timeout", "cut-short")
@suggests("decode-per-chunk", "UnicodeDecodeError")
def test_receive_all_joins_the_pieces(student: Student, tcp: Tcp, draw: Draw) -> None:
    """receive_all returns the whole message, however it was cut on the way."""
    peer, message = tcp.pair(), draw.bytes(10_000)
    call = student.calls("receive_all", peer.socket)
    peer.sends(message, in_pieces_of=97)
    peer.finishes()
    call.returns(message)


@core("receive_exactly", points=1)
@suggests("recv-n-exact", "cut-short", catches=False)
def test_receive_exactly_returns_what_it_was_asked(student: Student, tcp: Tcp, draw: Draw) -> None:
    """receive_exactly returns as many bytes as asked while the connection stays open."""
    peer, message = tcp.pair(), draw.bytes(64)
    call = student.calls("receive_exactly", peer.socket, 64)
    peer.sends(message)
    call.returns(message)


@core("receive_exactly", points=1)
@suggests("recv-n-exact", "cut-short", catches=False)
@suggests("recv-n-exact", "EOFError", catches=False)
def test_receive_exactly_waits_for_the_rest(student: Student, tcp: Tcp, draw: Draw) -> None:
    """receive_exactly returns all the bytes when they come one by one."""
    peer, message = tcp.pair(), draw.bytes(24)
    call = student.calls("receive_exactly", peer.socket, 24)
    peer.sends(message, in_pieces_of=1)
    call.returns(message)


@core("request", points=1, deadline=6.0)
@suggests("no-half-close", "not-finished")
@suggests("no-half-close", "TimeoutError")
@suggests("decode-per-chunk", "UnicodeDecodeError", catches=False)
def test_request_sends_then_finishes_then_reads(student: Student, tcp: Tcp, draw: Draw) -> None:
    """request sends its message, says that it has finished, and returns the reply."""
    server, question, answer = tcp.listens(), draw.bytes(80), draw.bytes(120)
    call = student.calls("request", server.address, question)
    client = server.accepts()
    client.receives_all(question)
    client.sends(answer)
    client.closes()
    call.returns(answer)
    call.leaves_nothing_open()


@robust("send_all", points=0.5, deadline=6.0, takes=0.1)
@suggests("rest-cut-twice", "skips-as-much")
@suggests("send-not-all", "cut-short", "middle-missing", catches=False)
@suggests("resends-from-start", "starts-again", "too-much")
def test_send_all_sends_the_rest_of_each_piece(student: Student, tcp: Tcp, draw: Draw) -> None:
    """send_all sends the rest when a signal cuts a send short that waits for a slow reader."""
    peer, message = tcp.pair(small_window=True), draw.bytes(400_000)
    call = student.calls("send_all", peer.socket, message)
    for start in (0, 60_000, 120_000):
        peer.lets_the_buffers_fill()
        peer.receives(message[start : start + 60_000])
    peer.opens_its_window()
    peer.receives(message[180_000:])
    call.returns(None)


@robust("send_all", points=0.25)
@suggests("empty-message-unsent", "hang")
def test_send_all_of_nothing_sends_nothing(student: Student, tcp: Tcp) -> None:
    """send_all of an empty message returns at once and sends nothing."""
    peer = tcp.pair()
    student.calls("send_all", peer.socket, b"").returns(None)
    peer.hears_nothing(seconds=0.0)


@robust("receive_all", points=0.5, area="receive_all.silence", takes=SEEN_THROUGH)
@suggests("recv-once", "cut-short")
@suggests("silence-is-end", "cut-short", "TimeoutError", "BlockingIOError")
@suggests("short-as-timeout", "cut-short", catches=False)
@suggests("decode-per-chunk", "UnicodeDecodeError", catches=False)
def test_receive_all_waits_through_a_silence(student: Student, tcp: Tcp, draw: Draw) -> None:
    """receive_all goes on waiting when the peer is silent for a moment in the middle."""
    peer, message = tcp.pair(), draw.bytes(600)
    call = student.calls("receive_all", peer.socket)
    peer.sends(message[:200])
    peer.stays_silent(SILENCE)
    peer.sends(message[200:])
    peer.finishes()
    call.returns(message)


@robust("receive_all", points=0.25)
@suggests("recv-once", "cut-short")
@suggests("short-as-timeout", "hang", catches=False)
@suggests("decode-per-chunk", "UnicodeDecodeError", catches=False)
def test_receive_all_takes_a_full_buffer_for_no_end(student: Student, tcp: Tcp, draw: Draw) -> None:
    """receive_all returns a message that arrives in full buffers, each a power of two."""
    peer, message = tcp.pair(), draw.bytes(65_536)
    call = student.calls("receive_all", peer.socket)
    peer.sends(message, in_pieces_of=16_384)
    peer.finishes()
    call.returns(message)


@robust("receive_all", points=0.25)
@suggests("eof-ignored", "hang")
def test_receive_all_of_nothing_is_empty(student: Student, tcp: Tcp) -> None:
    """receive_all returns empty bytes when the peer finishes without a word."""
    peer = tcp.pair()
    call = student.calls("receive_all", peer.socket)
    peer.finishes()
    call.returns(b"")


@robust("receive_exactly", points=0.5)
@suggests("recv-n-exact", "EOFError", "cut-short")
@suggests("over-read")
def test_receive_exactly_leaves_the_next_bytes(student: Student, tcp: Tcp, draw: Draw) -> None:
    """receive_exactly takes not one byte more than asked, in two pieces either: the next call gets them."""
    peer, message = tcp.pair(timeout=1.0), draw.bytes(50)
    call = student.calls("receive_exactly", peer.socket, 20)
    peer.sends(message, cut_at=(8,))
    call.returns(message[:20])
    student.calls("receive_exactly", peer.socket, 30).returns(message[20:])


@robust("receive_exactly", points=0.5)
@suggests("eof-ignored", "hang", "no-error")
@suggests("recv-n-exact", "no-error", catches=False)
def test_receive_exactly_says_how_much_is_missing(student: Student, tcp: Tcp, draw: Draw) -> None:
    """receive_exactly raises EOFError with both numbers when the peer finishes too early."""
    peer, came = tcp.pair(), draw.number(11, 48)
    call = student.tries("receive_exactly", peer.socket, 173)
    peer.sends(draw.bytes(came))
    peer.finishes()
    error = call.raises("EOFError")
    if missing := [number for number in (came, 173) if str(number) not in error.text]:
        raise call.failure("error-does-not-say", text=error.text[:200], missing=missing)


@robust("receive_exactly", points=0.25)
@suggests("blocking-forever", "hang", "EOFError")
def test_receive_exactly_of_zero_does_not_wait(student: Student, tcp: Tcp) -> None:
    """receive_exactly of 0 bytes returns at once, without waiting for the peer."""
    peer = tcp.pair()
    student.calls("receive_exactly", peer.socket, 0).returns(b"")


@robust("request", points=0.5)
@suggests("recv-once", "cut-short")
@suggests("no-half-close", "not-finished", "TimeoutError")
@suggests("short-as-timeout", "cut-short")
@suggests("decode-per-chunk", "UnicodeDecodeError", catches=False)
def test_request_joins_a_reply_in_pieces(student: Student, tcp: Tcp, draw: Draw) -> None:
    """request returns the whole reply, however it was cut on the way."""
    server, question, answer = tcp.listens(), draw.bytes(20), draw.bytes(2_000)
    call = student.calls("request", server.address, question, 1.5)
    client = server.accepts()
    client.receives_all(question)
    client.sends(answer, in_pieces_of=41)
    client.closes()
    call.returns(answer)


@robust("request", points=0.25, deadline=15.0, takes=0.1)
@suggests("send-not-all", "cut-short", "middle-missing")
@suggests("no-half-close", "not-finished", "TimeoutError")
@suggests("rest-cut-twice", "skips-as-much")
@suggests("resends-from-start", "starts-again", "too-much")
def test_request_sends_a_long_message(student: Student, tcp: Tcp, draw: Draw) -> None:
    """request sends all of a message that is longer than what the network holds."""
    server, question = tcp.listens(small_buffers=True), draw.bytes(1_000_000)
    call = student.calls("request", server.address, question)
    client = server.accepts()
    client.lets_the_buffers_fill()
    client.sends(b"thanks")
    client.opens_its_window()
    client.receives_all(question)
    client.closes()
    call.returns(b"thanks")


@robust("request", points=0.5, takes=0.1)
@suggests("no-timeout", "hang")
@suggests("exception-swallowed", "no-error", catches=False)
@suggests("silence-is-end", "no-error", catches=False)
def test_request_gives_up_on_a_silent_server(student: Student, tcp: Tcp, draw: Draw) -> None:
    """request raises TimeoutError when nothing arrives for as long as its timeout, and closes."""
    server, question = tcp.listens(), draw.bytes(10)
    call = student.tries("request", server.address, question, 0.1)
    client = server.accepts()
    client.receives(question)
    call.raises("TimeoutError")
    call.leaves_nothing_open()


@robust("request", points=0.25, area="request.slow answer", takes=0.24)
@suggests("timeout-for-all", "TimeoutError")
@suggests("recv-once", "cut-short", catches=False)
@suggests("short-as-timeout", "cut-short", catches=False)
def test_request_waits_as_long_as_something_comes(student: Student, tcp: Tcp, draw: Draw) -> None:
    """request waits for an answer that takes longer than its timeout, as long as a piece of it comes in time."""
    server, question, pieces = tcp.listens(), draw.bytes(10), [draw.bytes(5) for _ in range(8)]
    call = student.calls("request", server.address, question, 0.22)
    client = server.accepts()
    client.receives(question)
    for piece in pieces:
        client.sends(piece)
        if piece is not pieces[-1]:
            client.stays_silent(0.034)
    client.finishes()
    call.returns(b"".join(pieces))


@robust("request", points=0.5)
@suggests("exception-swallowed", "no-error", catches=False)
@suggests("wrong-exception", "OSError", "EOFError", "ValueError")
@suggests("no-half-close", "not-finished", "TimeoutError")
def test_request_tells_when_the_connection_breaks(student: Student, tcp: Tcp, draw: Draw) -> None:
    """request raises ConnectionError when the server resets the connection."""
    server, question = tcp.listens(), draw.bytes(10)
    call = student.tries("request", server.address, question)
    client = server.accepts()
    client.receives_all(question)
    client.resets()
    call.raises("ConnectionError")
    call.leaves_nothing_open()


@robust("request", points=0.25)
@suggests("ip-v4-only", "gaierror", "ValueError", "TypeError")
@suggests("no-half-close", "not-finished", "TimeoutError")
@suggests("decode-per-chunk", "UnicodeDecodeError", catches=False)
def test_request_speaks_ipv6(student: Student, tcp: Tcp, draw: Draw) -> None:
    """request reaches a server at an IPv6 address."""
    server, question, answer = tcp.listens(family=socket.AF_INET6), draw.bytes(10), draw.bytes(10)
    call = student.calls("request", server.address[:2], question, 1.5)
    client = server.accepts()
    client.receives_all(question)
    client.sends(answer)
    client.closes()
    call.returns(answer)


@robust("request", points=0.25, deadline=4.0)
def test_request_fetches_a_page(student: Student, web: WebServer, draw: Draw) -> None:
    """request fetches a page from a real web server."""
    page = web.publishes(draw.text(200).encode())
    web.judges(student.calls("request", web.address, b"GET / HTTP/1.0\r\n\r\n"), page)

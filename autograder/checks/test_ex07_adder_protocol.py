"""ex07: the integer adder: requests and replies to the byte, payloads that nobody executes, a server and a client."""

from __future__ import annotations

import pickle
from collections.abc import Callable

from autograder.checking import SEEN_THROUGH, SILENCE, Check, core, robust, suggests
from autograder.draw import Draw
from autograder.peers.adder import (
    BROKEN,
    CALLS_FOR_A_LIST,
    IMPORTS_FOR_A_LIST,
    LARGEST,
    Canary,
    framed,
    gets_sum,
    hears_request,
    holds_request,
    is_turned_away,
    largest_payload,
    reply,
    request,
    returns_reply,
    returns_sum,
    silence_is_a_hang,
)
from autograder.peers.connection import Connection
from autograder.peers.tcp import Tcp
from autograder.student.remote import Remote
from autograder.student.student import Student

TOP = 2**63 - 1
UNANSWERED = ("raised", "sent-nothing", "closed-early", "reset-early")
PROTOCOLS = (4, 5, 3, 2, 1, 0)

in_another_order = suggests("endianness", "closed-early", "reset-early")
from_a_bound_client = suggests("client-binds", "errno-98", "errno-48", "errno-10048")


def the_next_is_lost(mistake: str) -> Callable[[Check], Check]:
    """Suggests `mistake`, or a server for one client only, when nobody is there any more for the next client."""

    def decorate(check: Check) -> Check:
        check = suggests("serves-one-client", "refused", "sent-nothing", catches=False)(check)
        return suggests(mistake, "raised", "refused", "sent-nothing", catches=False)(check)

    return decorate


def some(draw: Draw, count: int = 5) -> list[int]:
    """So many positive numbers."""
    return [draw.number(1, 99_999) for _ in range(count)]


def running(student: Student) -> Remote:
    """A server of the student's, with its `run` in a thread."""
    server = student.makes("AdderServer")
    server.starts("run")
    return server


def serves(server: Remote, tcp: Tcp, numbers: list[int]) -> Connection:
    """The server must give a new client its sum; the client, still connected."""
    client = tcp.connects(server.address)
    client.sends(request(numbers))
    gets_sum(client, numbers)
    return client


def serves_the_next(server: Remote, tcp: Tcp, draw: Draw) -> None:
    """The server must still be there for somebody else."""
    serves(server, tcp, some(draw)).closes()


@core("encode_request", points=1)
@suggests("str-not-bytes", "type-str")
def test_encode_request_writes_size_and_list(student: Student, draw: Draw) -> None:
    """encode_request writes the size of the payload, then the payload: the pickled list."""
    numbers = some(draw)
    holds_request(student.calls("encode_request", numbers), numbers)


@core("encode_request", points=0.25)
@suggests("args-not-checked", "raised", catches=False)
def test_encode_request_takes_every_list_of_int(student: Student, draw: Draw) -> None:
    """encode_request takes negative numbers, large ones, a long list, an empty list."""
    for numbers in ([-5, -1, 0, 2**40, TOP, -TOP - 1], some(draw, 2_500), []):
        holds_request(student.calls("encode_request", numbers), numbers)


@core("encode_request", points=0.25)
@suggests("args-not-checked", "no-error")
@suggests("wrong-exception", "other-error", catches=False)
def test_encode_request_refuses_what_is_no_int(student: Student) -> None:
    """encode_request raises ValueError for a list that holds a float or a text."""
    for numbers in ([1, 2.5], ["1", "2"]):
        student.tries("encode_request", numbers).raises("ValueError")


@core("decode_payload", points=0.75)
def test_decode_payload_reads_every_protocol(student: Student, draw: Draw) -> None:
    """decode_payload returns the list of a payload, in every protocol of pickle."""
    for protocol in PROTOCOLS:
        numbers = [*some(draw), -draw.number(1, 10**6), draw.number(2**33, 2**62)]
        student.calls("decode_payload", pickle.dumps(numbers, protocol)).returns(numbers)
    student.calls("decode_payload", pickle.dumps([])).returns([])


@core("decode_payload", points=0.5)
@suggests("args-not-checked", "no-error")
@suggests("wrong-exception", "other-error", catches=False)
def test_decode_payload_refuses_what_is_no_list_of_int(student: Student) -> None:
    """decode_payload raises ValueError for a dict, a text, a number, a list with a float, a list of lists."""
    for value in ({1: 2, 3: 4}, "12", 7, None, [1, 2.5], [[1, 2]]):
        student.tries("decode_payload", pickle.dumps(value)).raises("ValueError")


@core("decode_payload", points=1)
@suggests("pickle-network", "payload-obeyed", "no-error")
@suggests("wrong-exception", "other-error", catches=False)
def test_decode_payload_calls_nothing(student: Student, tcp: Tcp) -> None:
    """decode_payload raises ValueError for a payload that asks for a function or a module, and fetches neither."""
    with Canary(tcp.listens()) as payloads:
        for payload in (*payloads, *CALLS_FOR_A_LIST, *IMPORTS_FOR_A_LIST):
            student.tries("decode_payload", payload).raises("ValueError")


@core("encode_sum", points=0.25)
@suggests("unsigned-overflow", "raised", catches=False)
@suggests("str-not-bytes", "type-str")
def test_encode_sum_writes_8_bytes(student: Student, draw: Draw) -> None:
    """encode_sum writes 8 bytes, the most significant first."""
    for total in (draw.number(2**33, 2**62), 0, TOP):
        returns_reply(student.calls("encode_sum", total), total)


@core("encode_sum", points=0.25)
@suggests("unsigned-overflow", "raised")
def test_encode_sum_writes_negative_sums(student: Student, draw: Draw) -> None:
    """encode_sum writes negative sums, down to the least."""
    for total in (-draw.number(1, 2**40), -TOP - 1):
        returns_reply(student.calls("encode_sum", total), total)


@core("decode_sum", points=0.25)
@suggests("unsigned-overflow", "raised", catches=False)
def test_decode_sum_reads_8_bytes(student: Student, draw: Draw) -> None:
    """decode_sum reads 8 bytes, the most significant first."""
    for total in (draw.number(2**33, 2**62), 0, TOP):
        returns_sum(student.calls("decode_sum", reply(total)), total)


@core("decode_sum", points=0.25)
@suggests("unsigned-overflow", "differs")
def test_decode_sum_reads_negative_sums(student: Student, draw: Draw) -> None:
    """decode_sum reads negative sums, down to the least."""
    for total in (-draw.number(1, 2**40), -TOP - 1):
        returns_sum(student.calls("decode_sum", reply(total)), total)


@core("AdderServer", points=1)
@suggests("wait-each-other", "sent-nothing")
@suggests("unsigned-overflow", "sent-too-little", catches=False)
@suggests("port-zero-kept", "differs")
@in_another_order
def test_adder_server_replies_with_the_sum(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer replies to a request with the sum of its numbers."""
    with silence_is_a_hang():
        serves(running(student), tcp, some(draw))


@core("AdderServer", points=0.25)
@suggests("serves-one-client", "refused", "sent-nothing", "reset-early", "not-accepted")
@suggests("eof-ignored", "sent-nothing", catches=False)
@suggests("peer-gone-crashes", "raised", catches=False)
@in_another_order
def test_adder_server_serves_the_next_client(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer serves one client after the other."""
    server = running(student)
    for _ in range(3):
        serves(server, tcp, some(draw)).closes()


@core("AdderServer", points=0.5)
@suggests("unsigned-overflow", "raised", "closed-early")
@suggests("serves-one-client", "refused", "sent-nothing", "reset-early", "not-accepted")
@suggests("eof-ignored", "sent-nothing", catches=False)
@in_another_order
def test_adder_server_adds_negative_and_large_numbers(student: Student, tcp: Tcp) -> None:
    """AdderServer adds negative numbers and large ones."""
    server = running(student)
    for numbers in ([-5, 2], [2**32 - 1, 1], [TOP - 1, 1], [-TOP, -1], [TOP, 1, -1]):
        serves(server, tcp, numbers).closes()


@core("AdderServer", points=0.5)
@suggests("one-request-per-connection", "sent-nothing", "closed-early", "reset-early")
@in_another_order
def test_adder_server_answers_several_requests_in_turn(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer answers several requests in turn on one connection."""
    client = serves(running(student), tcp, some(draw))
    for numbers in (some(draw, 1), some(draw, 400), some(draw, 3)):
        client.sends(request(numbers))
        gets_sum(client, numbers)


@core("AdderServer", points=0.5)
@suggests("recv-n-exact", *UNANSWERED)
@suggests("recv-once", *UNANSWERED)
@in_another_order
def test_adder_server_waits_for_the_whole_payload(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer waits for the rest of a payload that comes in pieces."""
    client, numbers = tcp.connects(running(student).address), some(draw, 60)
    client.sends(request(numbers), cut_at=(9, 10, 50, 120))
    gets_sum(client, numbers)


@core("AdderServer", points=0.25, deadline=4.0, area="the end of AdderServer", takes=0.1)
@suggests("stop-ignored", "hang", catches=False)
@suggests("eof-ignored", "not-finished")
@suggests("no-close", "not-finished", catches=False)
@suggests("addr-in-use", "OSError")
@suggests("connect-refused", "refused")
def test_adder_server_stops_when_told(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer listens before run; run returns after stop, told once or twice, and the port is free again."""
    server, numbers = student.makes("AdderServer"), some(draw)
    address = server.address
    client = tcp.connects(address)
    run = server.starts("run")
    client.sends(request(numbers))
    gets_sum(client, numbers)
    client.finishes()
    client.sees_the_end(reset_is_fine=True)
    client.stays_silent(seconds=0.05)
    client.closes()
    for _ in range(2):
        server.calls("stop").returned()
    run.returned(within=2.0)
    student.makes("AdderServer", *address[:2])
    tcp.connects(address)


@core("AdderClient", points=0.5)
@suggests("one-request-per-connection", "closed-early", catches=False)
@from_a_bound_client
@suggests("str-not-bytes", "type-str")
def test_adder_client_sends_a_request_and_returns_the_sum(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderClient's add sends a request and returns the sum that the server replies."""
    server, numbers = tcp.listens(), some(draw)
    adder = student.makes("AdderClient", server.address).enters()
    call = adder.calls("add", numbers)
    client = server.accepts()
    with silence_is_a_hang():
        hears_request(client, numbers)
    client.sends(reply(sum(numbers)))
    returns_sum(call, sum(numbers))


@core("AdderClient", points=0.5)
@suggests("one-request-per-connection", "closed-early", "sent-nothing")
@suggests("unsigned-overflow", "returned-other")
@from_a_bound_client
def test_adder_client_asks_several_sums_over_one_connection(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderClient asks for several sums over one connection, negative ones too."""
    server = tcp.listens()
    adder, client = student.makes("AdderClient", server.address).enters(), None
    for numbers in (some(draw), [-7, 2], [2**40, *some(draw)], []):
        call = adder.calls("add", numbers)
        client = client or server.accepts()
        hears_request(client, numbers)
        client.sends(reply(sum(numbers)))
        returns_sum(call, sum(numbers))


@core("AdderClient", points=0.25)
@suggests("no-close", "not-finished")
@from_a_bound_client
def test_adder_client_closes_at_the_end(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderClient closes its connection at the end of with."""
    server, numbers = tcp.listens(), some(draw)
    manager = student.makes("AdderClient", server.address)
    call = manager.enters().calls("add", numbers)
    client = server.accepts()
    hears_request(client, numbers)
    client.sends(reply(sum(numbers)))
    returns_sum(call, sum(numbers))
    leaving = manager.leaves()
    client.sees_the_end(reset_is_fine=True)
    client.closes()
    leaving.returned()


@robust("encode_request", points=0.25)
@suggests("bool-is-int", "no-error")
@suggests("wrong-exception", "other-error", catches=False)
def test_encode_request_refuses_bool(student: Student) -> None:
    """encode_request raises ValueError for a list that holds a bool."""
    student.tries("encode_request", [1, True, 2]).raises("ValueError")


@robust("encode_request", points=0.25, deadline=4.0, takes=0.1)
@suggests("size-limit-ignored", "no-error")
@suggests("wrong-exception", "other-error", catches=False)
def test_encode_request_refuses_a_payload_above_the_limit(student: Student, draw: Draw) -> None:
    """encode_request raises ValueError when the payload would have more than 1,048,576 bytes."""
    large = draw.number(2**60, 2**62)
    student.tries("encode_request", [large, -large] * (LARGEST // 19)).raises("ValueError")


@robust("decode_payload", points=0.25)
@suggests("bool-is-int", "no-error")
@suggests("wrong-exception", "other-error", catches=False)
def test_decode_payload_refuses_bool(student: Student) -> None:
    """decode_payload raises ValueError for a list that holds a bool, in every protocol of pickle."""
    for protocol in PROTOCOLS:
        student.tries("decode_payload", pickle.dumps([3, False], protocol)).raises("ValueError")


@robust("decode_payload", points=0.25)
@suggests("wrong-exception", "other-error", catches=False)
@suggests("exception-swallowed", "no-error")
def test_decode_payload_refuses_what_is_no_pickle(student: Student, draw: Draw) -> None:
    """decode_payload raises ValueError for no bytes at all, for a pickle cut short, for garbage."""
    whole = pickle.dumps(some(draw))
    for payload in (b"", whole[:1], whole[:-1], whole[: len(whole) // 2], b"\xff" + draw.bytes(30), *BROKEN):
        student.tries("decode_payload", payload).raises("ValueError")


@robust("encode_sum", points=0.25)
@suggests("unsigned-overflow", "no-error", catches=False)
@suggests("wrong-exception", "other-error", catches=False)
def test_encode_sum_refuses_what_does_not_fit(student: Student) -> None:
    """encode_sum raises ValueError for a sum that 8 bytes cannot hold."""
    for total in (TOP + 1, -TOP - 2, 10**40):
        student.tries("encode_sum", total).raises("ValueError")


@robust("encode_sum", points=0.25)
@suggests("bool-is-int", "no-error")
@suggests("wrong-exception", "other-error", catches=False)
def test_encode_sum_refuses_bool(student: Student) -> None:
    """encode_sum raises ValueError for a bool."""
    student.tries("encode_sum", True).raises("ValueError")


@robust("decode_sum", points=0.25)
@suggests("wrong-exception", "other-error", catches=False)
@suggests("args-not-checked", "no-error")
def test_decode_sum_refuses_another_length(student: Student, draw: Draw) -> None:
    """decode_sum raises ValueError for more or fewer than 8 bytes."""
    for size in (0, 4, 7, 9, 16):
        student.tries("decode_sum", draw.bytes(size)).raises("ValueError")


@robust("AdderServer", points=0.25)
def test_adder_server_adds_no_numbers_at_all(student: Student, tcp: Tcp) -> None:
    """AdderServer replies 0 to an empty list."""
    serves(running(student), tcp, [])


@robust("AdderServer", points=0.25)
@suggests("header-not-looped", *UNANSWERED)
@suggests("recv-n-exact", *UNANSWERED)
@suggests("recv-once", *UNANSWERED)
@in_another_order
def test_adder_server_reads_a_request_byte_by_byte(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer answers a request that comes byte by byte, header included."""
    client, numbers = tcp.connects(running(student).address), some(draw)
    client.sends(request(numbers), in_pieces_of=1)
    gets_sum(client, numbers)


@robust("AdderServer", points=0.25, area="AdderServer.silence", takes=SEEN_THROUGH)
@suggests("silence-is-end", "closed-early", "reset-early", "raised")
@suggests("recv-n-exact", *UNANSWERED)
@suggests("recv-once", *UNANSWERED)
@in_another_order
def test_adder_server_waits_through_a_silence(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer goes on waiting for a client that is silent for a moment in the middle of a request."""
    client, numbers = tcp.connects(running(student).address), some(draw)
    client.sends(request(numbers)[:10])
    client.stays_silent(SILENCE)
    client.sends(request(numbers)[10:])
    gets_sum(client, numbers)


@robust("AdderServer", points=0.25)
@suggests("over-read", *UNANSWERED)
@suggests("recv-once", *UNANSWERED)
@suggests("one-request-per-connection", *UNANSWERED)
@suggests("eof-ignored", "not-finished")
@in_another_order
@suggests("no-close", "thread-Exception", catches=False)
def test_adder_server_answers_two_requests_in_one_piece(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer answers both of two requests that come in one piece, from a client that then finishes."""
    client, first, second = tcp.connects(running(student).address), some(draw), some(draw, 2)
    client.sends(request(first) + request(second))
    client.finishes()
    gets_sum(client, first)
    gets_sum(client, second)
    client.sees_the_end(reset_is_fine=True)


@robust("AdderServer", points=0.25)
@suggests("limit-off-by-one", "closed-early", "reset-early")
@suggests("recv-n-exact", *UNANSWERED, catches=False)
@suggests("recv-once", *UNANSWERED, catches=False)
@in_another_order
def test_adder_server_takes_the_largest_payload(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer answers a request whose payload has 1,048,576 bytes, as many as allowed."""
    client = tcp.connects(running(student).address)
    payload, numbers = largest_payload(draw.number(10_000, 99_999))
    client.sends(framed(payload))
    gets_sum(client, numbers)


@robust("AdderServer", points=0.25)
@suggests("trust-length", "error-not-closed")
@the_next_is_lost("bad-input-kills")
@suggests("reply-on-error", "error-answered", catches=False)
@suggests("no-close", "thread-Exception", catches=False)
def test_adder_server_refuses_a_size_above_the_limit(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer closes as soon as a size above the limit is announced, and serves the next client."""
    server = running(student)
    for size in (LARGEST + 1, 2**32 - 1):
        client = tcp.connects(server.address)
        client.sends(size.to_bytes(4, "big"))
        is_turned_away(client)
    serves_the_next(server, tcp, draw)


@robust("AdderServer", points=0.25)
@suggests("eof-ignored", "error-not-closed", catches=False)
@the_next_is_lost("peer-gone-crashes")
@suggests("reply-on-error", "error-answered", catches=False)
@suggests("no-close", "thread-Exception", catches=False)
def test_adder_server_drops_a_client_that_ends_early(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer closes when a client finishes in the middle of a request, and serves the next client."""
    server, whole = running(student), request(some(draw))
    for part in (b"", whole[:2], whole[:4], whole[:-3]):
        client = tcp.connects(server.address)
        client.sends(part)
        client.finishes()
        is_turned_away(client)
    serves_the_next(server, tcp, draw)


@robust("AdderServer", points=0.25)
@suggests("args-not-checked", "error-answered", catches=False)
@suggests("bool-is-int", "error-answered")
@the_next_is_lost("bad-input-kills")
@suggests("reply-on-error", "error-answered", catches=False)
@suggests("no-close", "error-not-closed", catches=False)
def test_adder_server_refuses_what_is_no_list_of_int(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer closes without a reply when the payload is no plain list of int, and serves the next client."""
    server = running(student)
    payloads = [pickle.dumps(value) for value in ({1: 2, 5: 6}, "12", 12, [1.5, 2.5], [True, 2])]
    for payload in (*payloads, b"", b"\xff" + draw.bytes(4)):
        client = tcp.connects(server.address)
        client.sends(framed(payload))
        is_turned_away(client)
    serves_the_next(server, tcp, draw)


@robust("AdderServer", points=0.25)
@suggests("pickle-network", "payload-obeyed", "error-answered")
@the_next_is_lost("bad-input-kills")
@suggests("reply-on-error", "error-answered", catches=False)
@suggests("no-close", "error-not-closed", catches=False)
def test_adder_server_executes_no_payload(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer closes on a payload that asks to call a function, does not call it, and serves the next client."""
    server = running(student)
    with Canary(tcp.listens()) as payloads:
        for payload in (*payloads, *CALLS_FOR_A_LIST):
            client = tcp.connects(server.address)
            client.sends(framed(payload))
            is_turned_away(client)
    serves_the_next(server, tcp, draw)


@robust("AdderServer", points=0.25)
@the_next_is_lost("bad-input-kills")
@suggests("unsigned-overflow", "error-answered", catches=False)
@suggests("reply-on-error", "error-answered", catches=False)
@suggests("no-close", "error-not-closed", catches=False)
def test_adder_server_refuses_a_sum_that_does_not_fit(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer closes without a reply when the sum does not fit in 8 bytes, and serves the next client."""
    server = running(student)
    for numbers in ([TOP, 1], [-TOP - 1, -1], [2**70]):
        client = tcp.connects(server.address)
        client.sends(request(numbers))
        is_turned_away(client)
    serves_the_next(server, tcp, draw)


@robust("AdderServer", points=0.25)
@the_next_is_lost("peer-gone-crashes")
def test_adder_server_survives_a_client_that_resets(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer serves the next client after one that breaks its connection."""
    server, whole = running(student), request(some(draw))
    for part in (whole[:9], whole):
        client = tcp.connects(server.address)
        client.sends(part)
        client.waits_until_read()
        client.resets()
    serves_the_next(server, tcp, draw)


@robust("AdderServer", points=0.25, deadline=4.0, area="the end of AdderServer", takes=0.1)
@suggests("stop-ignored", "hang", catches=False)
@suggests("recv-n-exact", "raised", catches=False)
@suggests("header-not-looped", "raised", catches=False)
@suggests("thread-left", "not-finished")
def test_adder_server_stops_while_a_client_is_silent(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderServer's run returns after stop while a client is silent in the middle of a request; its connection ends."""
    server = student.makes("AdderServer")
    run = server.starts("run")
    client = serves(server, tcp, some(draw))
    client.sends(request(some(draw))[:2])
    client.stays_silent(seconds=0.05)
    server.calls("stop").returned()
    run.returned(within=2.0)
    client.sees_the_end(reset_is_fine=True)


@robust("AdderClient", points=0.25, takes=0.07)
@suggests("send-not-all", "sent-too-little", "closed-early", "TimeoutError", catches=False)
@from_a_bound_client
def test_adder_client_sends_a_long_list(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderClient's add sends all of a list that is longer than what the network holds."""
    server, large = tcp.listens(small_buffers=True), draw.number(TOP // 2, TOP)
    numbers = [large, -large] * 20_000 + [draw.number(1, 1_000)]
    adder = student.makes("AdderClient", server.address).enters()
    call = adder.calls("add", numbers)
    client = server.accepts()
    client.lets_the_buffers_fill()
    client.opens_its_window()
    hears_request(client, numbers)
    client.sends(reply(sum(numbers)))
    call.returns(sum(numbers))


@robust("AdderClient", points=0.25)
@suggests("recv-n-exact", "raised", "returned-other")
@suggests("unsigned-overflow", "returned-other", catches=False)
@from_a_bound_client
def test_adder_client_waits_for_the_whole_reply(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderClient's add waits for the rest of a reply that comes byte by byte."""
    server, numbers = tcp.listens(), some(draw)
    adder = student.makes("AdderClient", server.address).enters()
    call = adder.calls("add", numbers)
    client = server.accepts()
    hears_request(client, numbers)
    client.sends(reply(sum(numbers)), in_pieces_of=1)
    returns_sum(call, sum(numbers))


@robust("AdderClient", points=0.25)
@suggests("eof-ignored", "hang")
@suggests("exception-swallowed", "no-error", "returned-other", catches=False)
@suggests("wrong-exception", "other-error", catches=False)
@from_a_bound_client
def test_adder_client_tells_when_no_reply_comes(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderClient's add raises ConnectionError when the server closes without a reply, and with lets it through."""
    server, numbers = tcp.listens(), some(draw)
    manager = student.makes("AdderClient", server.address)
    call = manager.enters().tries("add", numbers)
    client = server.accepts()
    hears_request(client, numbers)
    client.closes()
    call.raises("ConnectionError")
    manager.leaves("ConnectionError").returns(None, False)


@robust("AdderClient", points=0.25)
@suggests("eof-ignored", "hang")
@suggests("exception-swallowed", "no-error", catches=False)
@from_a_bound_client
def test_adder_client_believes_no_part_of_a_reply(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderClient's add raises an error when the server closes in the middle of a reply."""
    server, numbers = tcp.listens(), some(draw)
    adder = student.makes("AdderClient", server.address).enters()
    call = adder.tries("add", numbers)
    client = server.accepts()
    hears_request(client, numbers)
    client.sends(reply(sum(numbers))[:6])
    client.closes()
    call.raises("ConnectionError", "Exception")


@robust("AdderClient", points=0.25, area="AdderClient.timeout", takes=0.15)
@suggests("no-timeout", "hang")
@suggests("exception-swallowed", "no-error", catches=False)
@suggests("wrong-exception", "other-error", catches=False)
@from_a_bound_client
def test_adder_client_gives_up_on_a_silent_server(student: Student, tcp: Tcp, draw: Draw) -> None:
    """AdderClient's add raises TimeoutError when no reply comes for as long as its timeout."""
    server, numbers = tcp.listens(), some(draw)
    adder = student.makes("AdderClient", server.address, 0.15).enters()
    call = adder.tries("add", numbers)
    client = server.accepts()
    hears_request(client, numbers)
    call.raises("TimeoutError")

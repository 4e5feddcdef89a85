"""ex03: texts in one datagram, and long messages in blocks, of which a short one is the last.

Few datagrams wait in a socket at once: a full one drops the next without a word.
"""

from __future__ import annotations

from autograder.checking import SEEN_THROUGH, SILENCE, core, robust, suggests
from autograder.draw import Draw
from autograder.peers.udp import LARGEST, Correspondent, Udp
from autograder.student.call import Call
from autograder.student.student import Student
from autograder.student.values import Handle

THREE_WIDTHS = "é€😀"
"""Letters that UTF-8 writes in two, three and four bytes."""


def travels_as(call: Call, sock: Handle, peer: Correspondent, *blocks: bytes) -> None:
    """The call must send these datagrams from this socket, no other, and return how many they are."""
    peer.receives(*blocks, sender=sock)
    call.returned()
    peer.hears_nothing()
    call.returns(len(blocks))


@core("send_text", points=1)
@suggests("repr-not-encode", "other-datagram")
@suggests("wrong-count", "returned-other")
def test_send_text_sends_one_datagram(student: Student, udp: Udp, draw: Draw) -> None:
    """send_text sends a text in one datagram and returns its number of bytes."""
    sock, peer, text = udp.socket(), udp.correspondent(), draw.ascii(30)
    call = student.calls("send_text", sock, text, peer.address)
    peer.receives(text.encode(), sender=sock)
    call.returns(30)
    peer.hears_nothing()


@core("send_text", points=1)
@suggests("bytes-vs-chars", "returned-other")
@suggests("wrong-count", "returned-other")
@suggests("repr-not-encode", "other-datagram")
def test_send_text_counts_bytes(student: Student, udp: Udp, draw: Draw) -> None:
    """send_text counts bytes, not characters, and sends the text as it is, blanks and line ends too."""
    sock, peer, text = udp.socket(), udp.correspondent(), f" {THREE_WIDTHS}\n {draw.text(20)} \r\n"
    call = student.calls("send_text", sock, text, peer.address)
    peer.receives(text.encode(), sender=sock)
    call.returns(len(text.encode()))
    peer.hears_nothing()


@core("receive_text", points=1)
@suggests("udp-empty-is-eof", "hang", catches=False)
@suggests("repr-not-encode", "differs")
def test_receive_text_returns_text_and_sender(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_text returns the text of a datagram and the address that it came from."""
    sock, peer, text = udp.socket(), udp.correspondent(), draw.ascii(30)
    call = student.calls("receive_text", sock)
    peer.sends(text.encode(), to=sock)
    call.returns((text, peer.address))


@core("receive_text", points=0.25)
def test_receive_text_returns_every_character(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_text returns the text as it was sent: accents, blanks and line ends too."""
    sock, peer, text = udp.socket(), udp.correspondent(), f" {THREE_WIDTHS}\n {draw.text(20)} \r\n"
    call = student.calls("receive_text", sock)
    peer.sends(text.encode(), to=sock)
    call.returns((text, peer.address))


@core("receive_text", points=0.25)
def test_receive_text_takes_one_datagram(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_text takes one datagram a call: the next one, of whomever, is for the next call."""
    sock, first, second = udp.socket(), udp.correspondent(), udp.correspondent()
    texts = [draw.ascii(20), draw.ascii(20)]
    first.sends(texts[0].encode(), to=sock)
    second.sends(texts[1].encode(), to=sock)
    student.calls("receive_text", sock).returns((texts[0], first.address))
    student.calls("receive_text", sock).returns((texts[1], second.address))


@core("receive_text", points=0.5)
@suggests("udp-small-buffer", "cut-short")
def test_receive_text_has_room_for_the_largest(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_text returns the whole text of the largest datagram, 65,507 bytes."""
    sock, peer, text = udp.socket(), udp.correspondent(), draw.ascii(LARGEST)
    call = student.calls("receive_text", sock)
    peer.sends(text.encode(), to=sock)
    call.returns((text, peer.address))


@core("send_message", points=0.75)
@suggests("last-block-twice", "extra-datagram")
@suggests("wrong-count", "returned-other")
def test_send_message_sends_a_short_one_as_one_block(student: Student, udp: Udp, draw: Draw) -> None:
    """send_message sends a message shorter than a block as one datagram, and returns 1."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(300)
    call = student.calls("send_message", sock, message, peer.address)
    travels_as(call, sock, peer, message)


@core("send_message", points=1)
@suggests("last-block-twice", "extra-datagram")
@suggests("wrong-count", "returned-other")
def test_send_message_cuts_into_blocks(student: Student, udp: Udp, draw: Draw) -> None:
    """send_message sends 1,300 bytes as 512 + 512 + 276, and returns 3."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(1_300)
    call = student.calls("send_message", sock, message, peer.address)
    travels_as(call, sock, peer, message[:512], message[512:1024], message[1024:])


@core("send_message", points=0.75)
@suggests("exact-multiple", "no-datagram")
@suggests("last-block-twice", "extra-datagram", catches=False)
@suggests("wrong-count", "returned-other")
def test_send_message_ends_full_blocks_with_an_empty_one(student: Student, udp: Udp, draw: Draw) -> None:
    """send_message sends 1,024 bytes as 512 + 512 + 0: a block that is not full says that it is the last."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(1_024)
    call = student.calls("send_message", sock, message, peer.address)
    travels_as(call, sock, peer, message[:512], message[512:], b"")


@core("send_message", points=0.5)
@suggests("last-block-twice", "extra-datagram")
@suggests("wrong-count", "returned-other")
def test_send_message_cuts_where_it_is_told(student: Student, udp: Udp, draw: Draw) -> None:
    """send_message cuts at the size it is given: 250 bytes in blocks of 100 are 100 + 100 + 50."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(250)
    call = student.calls("send_message", sock, message, peer.address, 100)
    travels_as(call, sock, peer, message[:100], message[100:200], message[200:])


@core("receive_message", points=0.75)
@suggests("udp-empty-is-eof", "hang", catches=False)
@suggests("blocking-forever", "hang")
@suggests("udp-small-buffer", "cut-short", catches=False)
def test_receive_message_returns_a_single_block(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message returns a message of one short block at once, and its sender."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(300)
    call = student.calls("receive_message", sock)
    peer.sends(message, to=sock)
    call.returns((message, peer.address))


@core("receive_message", points=1)
@suggests("recv-once", "cut-short")
@suggests("udp-small-buffer", "cut-short", catches=False)
def test_receive_message_joins_the_blocks(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message joins the blocks 512 + 512 + 276: the one that is not full is the last."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(1_300)
    call = student.calls("receive_message", sock)
    for block in (message[:512], message[512:1024], message[1024:]):
        peer.sends(block, to=sock)
    call.returns((message, peer.address))


@core("receive_message", points=0.75)
@suggests("recv-once", "cut-short")
@suggests("udp-small-buffer", "cut-short", catches=False)
@suggests("udp-empty-is-eof", "hang", "none", "EOFError", "ConnectionError")
def test_receive_message_ends_with_an_empty_block(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message returns after 512 + 512 + 0: an empty block is a short one."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(1_024)
    call = student.calls("receive_message", sock)
    for block in (message[:512], message[512:], b""):
        peer.sends(block, to=sock)
    call.returns((message, peer.address))


@core("receive_message", points=0.25)
@suggests("recv-once", "cut-short")
def test_receive_message_takes_small_blocks(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message compares with the size it is given: 100 + 100 + 50 are one message in blocks of 100."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(250)
    call = student.calls("receive_message", sock, 100)
    for block in (message[:100], message[100:200], message[200:]):
        peer.sends(block, to=sock)
    call.returns((message, peer.address))


@core("receive_message", points=0.25)
@suggests("udp-small-buffer", "cut-short")
@suggests("recv-once", "cut-short")
def test_receive_message_takes_large_blocks(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message has room for blocks of the size it is given: 1,400 + 500 bytes in blocks of 1,400."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(1_900)
    call = student.calls("receive_message", sock, 1_400)
    for block in (message[:1400], message[1400:]):
        peer.sends(block, to=sock)
    call.returns((message, peer.address))


@robust("send_text", points=0.25)
@suggests("udp-send-loop", "cut-short", "extra-datagram", catches=False)
@suggests("bytes-vs-chars", "returned-other")
@suggests("wrong-count", "returned-other")
def test_send_text_sends_the_largest_whole(student: Student, udp: Udp, draw: Draw) -> None:
    """send_text sends a text of 65,507 bytes in one datagram."""
    sock, peer, text = udp.socket(), udp.correspondent(), draw.ascii(LARGEST - 9) + THREE_WIDTHS
    call = student.calls("send_text", sock, text, peer.address)
    peer.receives(text.encode(), sender=sock)
    call.returns(LARGEST)
    peer.hears_nothing()


@robust("send_text", points=0.25)
@suggests("empty-message-unsent", "no-datagram", "hang")
@suggests("udp-send-loop", "no-datagram", catches=False)
def test_send_text_sends_an_empty_text(student: Student, udp: Udp) -> None:
    """send_text of an empty text sends one empty datagram, and returns 0."""
    sock, peer = udp.socket(), udp.correspondent()
    call = student.calls("send_text", sock, "", peer.address)
    peer.receives(b"", sender=sock)
    call.returns(0)
    peer.hears_nothing()


@robust("send_text", points=0.25)
@suggests("udp-send-loop", "extra-datagram", catches=False)
def test_send_text_sends_all_or_nothing(student: Student, udp: Udp, draw: Draw) -> None:
    """send_text of a text that no datagram can hold sends nothing, not a part of it."""
    sock, peer, short = udp.socket(), udp.correspondent(), draw.ascii(10)
    student.tries("send_text", sock, draw.ascii(LARGEST + 1), peer.address).leaves_nothing_open()
    peer.hears_nothing()
    student.calls("send_text", sock, short, peer.address)
    peer.receives(short.encode())


@robust("receive_text", points=0.5)
@suggests("bad-input-kills", "UnicodeDecodeError")
def test_receive_text_replaces_what_is_no_text(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_text replaces bytes that are not UTF-8 and returns the rest as it came."""
    sock, peer, before, after = udp.socket(), udp.correspondent(), draw.ascii(10), draw.ascii(10)
    call = student.calls("receive_text", sock)
    peer.sends(before.encode() + b"\xff" + after.encode() + b"\xfe", to=sock)
    call.returns((f"{before}\ufffd{after}\ufffd", peer.address))


@robust("receive_text", points=0.25)
@suggests("udp-empty-is-eof", "too-much", "hang", "none", "EOFError", "ConnectionError")
@suggests("repr-not-encode", "too-much")
def test_receive_text_takes_an_empty_datagram(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_text returns an empty text for an empty datagram, and the next text after it."""
    sock, peer, text = udp.socket(), udp.correspondent(), draw.ascii(20)
    peer.sends(b"", to=sock)
    peer.sends(text.encode(), to=sock)
    student.calls("receive_text", sock).returns(("", peer.address))
    student.calls("receive_text", sock).returns((text, peer.address))


@robust("send_message", points=0.25)
@suggests("empty-message-unsent", "no-datagram", "hang")
@suggests("last-block-twice", "extra-datagram")
@suggests("wrong-count", "returned-other")
def test_send_message_sends_an_empty_one(student: Student, udp: Udp) -> None:
    """send_message of an empty message sends one empty datagram, and returns 1."""
    sock, peer = udp.socket(), udp.correspondent()
    call = student.calls("send_message", sock, b"", peer.address)
    travels_as(call, sock, peer, b"")


@robust("send_message", points=0.25)
@suggests("limit-off-by-one", "ValueError")
@suggests("exact-multiple", "no-datagram")
@suggests("last-block-twice", "extra-datagram", catches=False)
@suggests("wrong-count", "returned-other")
def test_send_message_takes_the_extreme_sizes(student: Student, udp: Udp, draw: Draw) -> None:
    """send_message cuts into blocks of 1 byte and into blocks of 65,507 bytes."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(3)
    call = student.calls("send_message", sock, message, peer.address, 1)
    travels_as(call, sock, peer, message[:1], message[1:2], message[2:], b"")
    message = draw.bytes(LARGEST)
    call = student.calls("send_message", sock, message, peer.address, LARGEST)
    travels_as(call, sock, peer, message, b"")


@robust("send_message", points=0.25)
@suggests("size-limit-ignored", "no-error", "hang", "OSError", "ZeroDivisionError")
@suggests("last-block-twice", "extra-datagram")
def test_send_message_refuses_other_sizes(student: Student, udp: Udp, draw: Draw) -> None:
    """send_message raises ValueError for a size outside 1 to 65507, and sends nothing."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(20)
    for size in (LARGEST + 1, -1, 0):
        student.tries("send_message", sock, message, peer.address, size).raises("ValueError")
        peer.hears_nothing()
    travels_as(student.calls("send_message", sock, message, peer.address, 512), sock, peer, message)


@robust("receive_message", points=0.25)
@suggests("udp-empty-is-eof", "hang", "none", "EOFError", "ConnectionError", catches=False)
def test_receive_message_takes_an_empty_one(student: Student, udp: Udp) -> None:
    """receive_message returns empty bytes for a message of one empty datagram."""
    sock, peer = udp.socket(), udp.correspondent()
    call = student.calls("receive_message", sock)
    peer.sends(b"", to=sock)
    call.returns((b"", peer.address))


@robust("receive_message", points=0.25)
@suggests("udp-small-buffer", "cut-short")
@suggests("udp-empty-is-eof", "hang", "none", "EOFError", "ConnectionError")
def test_receive_message_has_room_for_the_largest(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message takes blocks of 65,507 bytes."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(LARGEST)
    call = student.calls("receive_message", sock, LARGEST)
    peer.sends(message, to=sock)
    peer.sends(b"", to=sock)
    call.returns((message, peer.address))


@robust("receive_message", points=0.5)
@suggests("udp-any-sender", "differs", catches=False)
def test_receive_message_leaves_strangers_out(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message leaves out the blocks of another sender that come between those of its own."""
    sock, peer, stranger, message = udp.socket(), udp.correspondent(), udp.correspondent(), draw.bytes(1_300)
    peer.sends(message[:512], to=sock)
    stranger.sends(draw.bytes(512), to=sock)
    peer.sends(message[512:1024], to=sock)
    stranger.sends(draw.bytes(512), to=sock)
    peer.sends(message[1024:], to=sock)
    student.calls("receive_message", sock).returns((message, peer.address))


@robust("receive_message", points=0.5)
@suggests("udp-any-sender", "differs", "cut-short", catches=False)
def test_receive_message_is_not_ended_by_strangers(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message is not ended by a short or an empty datagram of another sender."""
    sock, peer, stranger, message = udp.socket(), udp.correspondent(), udp.correspondent(), draw.bytes(1_300)
    peer.sends(message[:512], to=sock)
    stranger.sends(draw.bytes(9), to=sock)
    peer.sends(message[512:1024], to=sock)
    stranger.sends(b"", to=sock)
    peer.sends(message[1024:], to=sock)
    student.calls("receive_message", sock).returns((message, peer.address))


@robust("receive_message", points=0.25)
@suggests("udp-any-sender", "differs", "cut-short", catches=False)
def test_receive_message_compares_hosts_too(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message leaves out a sender at another host whose port is the same."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(700)
    stranger = udp.correspondent("127.0.0.2", peer.address[1])
    peer.sends(message[:512], to=sock)
    stranger.sends(draw.bytes(9), to=sock)
    peer.sends(message[512:], to=sock)
    student.calls("receive_message", sock).returns((message, peer.address))


@robust("receive_message", points=0.25)
@suggests("udp-empty-is-eof", "hang", "none", "EOFError", "ConnectionError", catches=False)
@suggests("state-kept", "preceded")
@suggests("stays-connected", "hang")
def test_receive_message_leaves_the_next_message(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message takes one message a call: the next one, of another sender, is for the next call."""
    sock, first, second, third = udp.socket(), udp.correspondent(), udp.correspondent(), udp.correspondent()
    messages = [draw.bytes(512), draw.bytes(40), draw.bytes(60)]
    for block in (messages[0], b""):
        first.sends(block, to=sock)
    second.sends(messages[1], to=sock)
    student.calls("receive_message", sock).returns((messages[0], first.address))
    student.calls("receive_message", sock).returns((messages[1], second.address))
    third.sends(messages[2], to=sock)
    student.calls("receive_message", sock).returns((messages[2], third.address))


@robust("receive_message", points=0.25, area="receive_message.silence", takes=SEEN_THROUGH)
@suggests("silence-is-end", "cut-short", "TimeoutError", "BlockingIOError", catches=False)
@suggests("recv-once", "cut-short")
@suggests("udp-small-buffer", "cut-short", catches=False)
def test_receive_message_waits_through_a_silence(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message goes on waiting when its sender is silent for a moment between two blocks."""
    sock, peer, message = udp.socket(), udp.correspondent(), draw.bytes(600)
    peer.sends(message[:512], to=sock)
    call = student.calls("receive_message", sock)
    peer.hears_nothing(seconds=SILENCE)
    peer.sends(message[512:], to=sock)
    call.returns((message, peer.address))


@robust("receive_message", points=0.25)
@suggests("exception-swallowed", "no-error", "hang", catches=False)
@suggests("wrong-exception", "EOFError", "ConnectionError", "RuntimeError", catches=False)
def test_receive_message_tells_that_nothing_came(student: Student, udp: Udp) -> None:
    """receive_message lets the TimeoutError of the socket through when nothing comes."""
    sock = udp.socket(timeout=0.05)
    student.tries("receive_message", sock).raises("TimeoutError")


@robust("receive_message", points=0.25)
@suggests("exception-swallowed", "no-error", "hang")
@suggests("silence-is-end", "no-error", catches=False)
@suggests("recv-once", "no-error")
@suggests("wrong-exception", "EOFError", "ConnectionError", "RuntimeError")
def test_receive_message_tells_that_the_rest_is_missing(student: Student, udp: Udp, draw: Draw) -> None:
    """receive_message lets the TimeoutError of the socket through when the last block never comes."""
    sock, peer = udp.socket(timeout=0.05), udp.correspondent()
    peer.sends(draw.bytes(512), to=sock)
    student.tries("receive_message", sock).raises("TimeoutError")

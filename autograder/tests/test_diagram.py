"""Diagrams of real conversations: nothing that matters is missing, nothing hostile passes, nothing is too long."""

from __future__ import annotations

import json
import random
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import pytest

from autograder.deadline import Deadline
from autograder.diagram import Diagram
from autograder.diagram.layout import laid_out
from autograder.diagram.text import NARROWEST, columns
from autograder.peers.tcp import Tcp
from autograder.peers.udp import Udp
from autograder.peers.waiting import Scene
from autograder.texts import LANGUAGES
from autograder.transcript import KEPT_STEPS, Transcript, Wire
from autograder.verdict import CheckFailed, Fact

STUDENT = b"""
import socket

def once(sock):
    return sock.recv(4096)

def whole(sock):
    parts = []
    while part := sock.recv(4096):
        parts.append(part)
    return b"".join(parts)

def send(sock, data):
    sock.sendall(data)

def ask(address, data):
    with socket.create_connection(address) as sock:
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
        return whole(sock)

def fail(sock):
    raise ValueError("no")

def send_to(sock, address, *texts):
    for text in texts:
        sock.sendto(text, address)
"""
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "\x1b[2J\x07\u202eabc\u2066\u05d0\u05d1\u0627 <script>&amp;\"'\u0300\u0301\r\n\x00\ud800]]>"
PLACEHOLDER = re.compile(r"\{\w*\}")


def drawn(scene: Scene, fact: Fact | None = None, language: str = "en") -> Diagram:
    """The diagram of what has happened so far, after a journey through JSON."""
    return Diagram(json.loads(json.dumps(scene.student.record())), fact, language=language)


def failure(judge: Callable[[], object]) -> Fact:
    """The fact of the failure that `judge` raises."""
    with pytest.raises(CheckFailed) as failed:
        judge()
    return failed.value.fact


def assert_is_sound(diagram: Diagram, identity: str = "") -> str:
    """Every line fits and is harmless, the picture is one well-formed element that a reader is told of; its text."""
    for width in (NARROWEST, 60, 76, 100):
        for line in diagram.text(width).splitlines():
            assert columns(line) <= width, line
            assert_is_harmless(line)
    for own_style in (True, False):
        picture = diagram.svg(identity=identity, own_style=own_style)
        assert_is_a_picture(picture, own_style)
    return diagram.text(100)


def assert_is_harmless(text: str) -> None:
    """No control character, no mark or letter that changes the direction, no template that was not filled in."""
    assert not PLACEHOLDER.search(text), text
    for char in text:
        assert char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"), repr(char)
        assert unicodedata.bidirectional(char) not in ("R", "AL", "AN"), repr(char)


def assert_is_a_picture(svg: str, own_style: bool) -> None:
    """Well-formed, described, without script, style attribute or anything from elsewhere."""
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert (root.get("aria-labelledby") or "").split() == ids
    for part in ("title", "desc"):
        (element,) = root.iter(f"{SVG}{part}")
        assert element.text
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "path", "circle", "text", "tspan"} | (
        {"style"} if own_style else set()
    )
    for element in root.iter():
        assert not {"style", "href", "onload", "onclick"} & set(element.attrib)
        assert "url(" not in str(element.attrib)
        assert_is_harmless("".join(element.attrib.values()) if element.tag != f"{SVG}style" else "")
        assert_is_harmless(element.text or "" if element.tag != f"{SVG}style" else "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_in_pieces_shows_every_size(scene: Scene, tcp: Tcp, language: str) -> None:
    """The calls, what went each way with its size and first bytes, and the ends."""
    server = tcp.listens()
    call = scene.student.calls("ask", server.address, b"GET /")
    client = server.accepts()
    client.receives_all(b"GET /")
    client.sends(b"\x01\x02\x03\x04\x05", cut_at=(2, 3))
    client.closes()
    call.returns(b"\x01\x02\x03\x04\x05")
    text = assert_is_sound(drawn(scene, language=language))
    expected = {
        "en": [
            "your code",
            "the server",
            "ask(",
            "connects",
            "5 bytes  “GET␣/”",
            "(FIN)",
            "5 bytes in 3 pieces: 2 + 1 + 2",
            "01 02 03 04 05",
            "closes",
            "returned 5 bytes",
        ],
        "fr": [
            "votre code",
            "le serveur",
            "ask(",
            "se connecte",
            "5 octets  “GET␣/”",
            "(FIN)",
            "5 octets en 3 morceaux",
            "01 02 03 04 05",
            "ferme",
            "a renvoyé 5 octets",
        ],
    }[language]
    places = [text.find(word) for word in expected]
    assert -1 not in places, (expected[places.index(-1)], text)
    assert places == sorted(places), text


def test_what_never_came_is_dashed(scene: Scene, tcp: Tcp) -> None:
    """Bytes, an end, a connection that were expected and never came."""
    peer = tcp.pair()
    scene.student.calls("send", peer.socket, b"half").returns(None)
    fact = failure(lambda: peer.receives(b"half of it"))
    text = assert_is_sound(drawn(scene, fact))
    (line,) = [line for line in text.splitlines() if "expected" in line]
    assert "6 bytes" in line
    assert "╌" in line
    assert 'stroke-dasharray="' in drawn(scene, fact).svg()


def test_a_missing_end_and_a_missing_connection_are_dashed(scene: Scene, tcp: Tcp) -> None:
    """What was expected is drawn even where nothing at all came."""
    peer, server = tcp.pair(), tcp.listens()
    failure(lambda: peer.sees_the_end(within=0.05))
    fact = failure(lambda: server.accepts(within=0.05))
    dashed = [line for line in assert_is_sound(drawn(scene, fact)).splitlines() if "╌" in line]
    assert len(dashed) == 2
    assert "the end" in dashed[0]
    assert "a connection" in dashed[1]


@pytest.mark.parametrize("at", [1, 4, 300, 9_999])
def test_the_first_difference_is_marked_to_the_byte(scene: Scene, tcp: Tcp, at: int) -> None:
    """The marked cells are the bytes that differ, and those before them are the same."""
    expected = random.Random(at).randbytes(10_000)
    got = expected[:at] + bytes([expected[at] ^ 0xFF]) + expected[at + 1 :]
    peer = tcp.pair()
    scene.student.calls("send", peer.socket, got)
    fact = failure(lambda: peer.receives(expected))
    assert fact.data["at"] == at
    laid = drawn(scene, fact).layout()
    assert laid.difference is not None
    wanted, came = laid.difference.strips
    mark = laid.difference.at
    assert (wanted[mark], came[mark]) == (f"{expected[at]:02x}", f"{got[at]:02x}")
    assert wanted[:mark] == came[:mark] == [f"{byte:02x}" for byte in expected[max(0, at - 4) : at]]
    assert f"{at:,}".replace(",", "" if at < 10_000 else ",") in laid.difference.label
    strips = assert_is_sound(drawn(scene, fact)).splitlines()[-3:]
    column = strips[0].index("▼")
    assert strips[1][column : column + 2] == f"{expected[at]:02x}"
    assert strips[2][column : column + 2] == f"{got[at]:02x}"


def test_an_answer_that_is_wrong_stands_where_it_came(scene: Scene, tcp: Tcp) -> None:
    """Who reads once answers after the first piece: what the peer keeps back comes below."""
    peer, message = tcp.pair(), bytes(range(200))
    call = scene.student.calls("once", peer.socket)
    peer.sends(message[:50])
    peer.waits_until_read()
    peer.stays_silent(0.3)
    peer.sends(message[50:], in_pieces_of=50)
    lines = assert_is_sound(drawn(scene, failure(lambda: call.returns(message)))).splitlines()
    (wrong,) = [number for number, line in enumerate(lines) if "✗" in line]
    assert "returned only 50 of 200 bytes" in lines[wrong]
    assert any("◀" in line and "50 bytes" in line for line in lines[:wrong])
    assert any("100 bytes held back" in line for line in lines[wrong:])


@pytest.mark.parametrize(("language", "words"), [("fr", "se tait 0,05 s"), ("en", "silent for 0.05 s")])
def test_a_silence_is_as_long_as_it_was(scene: Scene, language: str, words: str) -> None:
    """In the digits of the reader's language."""
    scene.transcript.note("peer", "waits", scene.transcript.line("peer"), text="0.05")
    assert words in assert_is_sound(drawn(scene, language=language))


def test_datagrams_and_their_correspondents_are_told_apart(scene: Scene, udp: Udp) -> None:
    """Each datagram is an arrow of its own, with the number of the correspondent."""
    sock, peers = udp.socket(), [udp.correspondent() for _ in range(3)]
    for peer in peers:
        scene.student.calls("send_to", sock, peer.address, b"", b"x").returned()
        peer.receives(b"", b"x")
    text = assert_is_sound(drawn(scene))
    assert "the correspondents" in text
    rows = [line for line in text.splitlines() if "datagram" in line]
    assert [line[-1] for line in rows] == ["1", "1", "2", "2", "3", "3"]
    assert [re.search(r"\d+ bytes?", line)[0] for line in rows] == ["0 bytes", "1 byte"] * 3  # type: ignore[index]


def test_a_long_stream_costs_nothing(scene: Scene, tcp: Tcp) -> None:
    """Of ten megabytes a few bytes are kept, and the sum."""
    peer, message = tcp.pair(), bytes(10_000_000)
    call = scene.student.calls("whole", peer.socket)
    peer.sends(message)
    peer.finishes()
    call.returned()
    assert len(json.dumps(scene.student.record())) < 2_000
    assert "10,000,000 bytes" in assert_is_sound(drawn(scene))


def test_a_thousand_connections_fold() -> None:
    """Of a thousand conversations the first and the last are drawn, the others counted, and no byte is lost."""
    transcript = Transcript()
    for number in range(1_000):
        line = transcript.line("client")
        line.peer("connects")
        line.peer("sends", bytes(number))
        line.student("sends", bytes(3))
    wire = transcript.record({})
    assert len(wire["steps"]) == 2 * KEPT_STEPS
    assert len(json.dumps(wire)) < 12_000
    text = assert_is_sound(Diagram(wire))
    assert len(text.splitlines()) <= 25
    assert re.search(r"\d more steps: 2,?\d{3} bytes →, 4\d\d,\d{3} bytes ←", text)
    for most in (3, 7, 12, 24, 40, 100):
        rows = laid_out(wire, None, "en", most).rows
        assert len(rows) <= max(most, 3)
        assert sum(row.steps for row in rows) == 3_000
        assert [sum(row.carried[side] for row in rows) for side in (0, 1)] == [3_000, sum(range(1_000))]


@pytest.mark.parametrize("seed", range(20))
def test_any_record_can_be_drawn(seed: int) -> None:
    """Whatever happened in whatever order, in both languages, with facts of every kind."""
    draw = random.Random(seed)
    transcript = Transcript()
    lines = [
        transcript.line(draw.choice(["server", "client", "correspondent"]), datagrams=bool(n % 2)) for n in range(4)
    ]
    carried = {"student": 0, "peer": 0}
    verbs = ["sends", "sends", "connects", "finishes", "closes", "resets", "keeps", "owes", "owes end", "waits"]
    for number in range(draw.choice([0, 1, 10, 100, 500])):
        actor, verb = draw.choice(["student", "peer"]), draw.choice(verbs)
        data = draw.randbytes(draw.choice([0, 1, 2, 40])) if draw.random() < 0.5 else HOSTILE.encode("utf-8", "replace")
        transcript.note(actor, verb, draw.choice(lines), data, text=HOSTILE if verb == "waits" else "")  # type: ignore[arg-type]
        carried[actor] += len(data) if verb == "sends" else 0
        if number % 7 == 0:
            transcript.note("student", "calls", text=f"f({HOSTILE})", call=number + 1)
    wire: Wire = json.loads(json.dumps(transcript.record({1: (0.0, "returns", {"kind": "value", "text": HOSTILE})})))
    facts = [
        None,
        Fact("sent-other", {}),
        Fact("hang", {"call": "f()", "seconds": 2.0}),
        Fact("not-printed", {"expected": HOSTILE}),
    ]
    for language in LANGUAGES:
        diagram = Diagram(wire, draw.choice(facts), language=language)
        assert_is_sound(diagram, f"d{seed}")
        rows = diagram.layout(12).rows
        assert {"student": sum(r.carried[0] for r in rows), "peer": sum(r.carried[1] for r in rows)} == carried


def test_hostile_bytes_and_texts_are_escaped(scene: Scene, tcp: Tcp) -> None:
    """Control characters, marks of direction, a line of a megabyte, markup: shown, and harmless."""
    peer = tcp.pair()
    hostile = HOSTILE.encode("utf-8", "replace")
    scene.student.calls("send", peer.socket, hostile + b"A" * 1_000_000)
    peer.receives(hostile)
    scene.transcript.note("student", "types", text=HOSTILE + "A" * 1_000_000)
    fact = failure(lambda: peer.receives(b"A" * 500_000 + b"B"))
    text = assert_is_sound(drawn(scene, fact))
    assert "\\x1b[2J" in text
    assert "\\u202e" in text
    assert len(drawn(scene, fact).svg()) < 12_000


def test_a_notebook_gets_picture_and_text(scene: Scene, tcp: Tcp) -> None:
    """What Jupyter asks for."""
    peer = tcp.pair()
    peer.sends(b"hello")
    bundle: dict[str, Any] = drawn(scene)._repr_mimebundle_()
    assert set(bundle) == {"image/svg+xml", "text/plain"}
    assert "5 bytes" in bundle["text/plain"]
    assert bundle["image/svg+xml"].startswith("<svg ")


def test_the_record_holds_seconds_in_order(scene: Scene, tcp: Tcp) -> None:
    """Steps stand in the order of their time, which is that of the clock."""
    peer, deadline = tcp.pair(), Deadline(5)
    call = scene.student.calls("whole", peer.socket)
    peer.sends(b"a")
    peer.stays_silent(0.2)
    peer.sends(b"b")
    peer.finishes()
    call.returned()
    seconds = [step["seconds"] for step in scene.student.record()["steps"]]
    assert seconds == sorted(seconds)
    assert 0 < seconds[-1] - seconds[0] <= deadline.seconds

"""Drawings of the lecture: who talks to whom, sockets, addresses and ports, datagrams and streams.

Each is made of a title, which a screen reader says, and a language.
"""

from __future__ import annotations

from collections.abc import Callable

from autograder.lecture.picture import Picture

WIDTH = 1160
"""A slide between its margins."""


def peer_to_peer(title: str, language: str) -> str:
    """Five machines with one same program, each of which talks to all others."""
    picture = Picture(WIDTH, 430, title, language)
    places = [(580, 45), (960, 165), (810, 385), (350, 385), (200, 165)]
    for number, start in enumerate(places):
        for end in places[number + 1 :]:
            picture.link(start, end, kind="faint")
    for place in places:
        picture.box(*place, picture.word("talk"), wide=150)
    return picture.svg()


def client_server(title: str, language: str) -> str:
    """Four clients, each of which sends one server its request and gets its answer."""
    picture = Picture(WIDTH, 470, title, language)
    picture.text(560, 20, picture.word("request"))
    picture.box(1000, 255, picture.word("server"), wide=240, high=400, kind="node strong")
    for y in (105, 205, 305, 405):
        picture.box(140, y, picture.word("client"), wide=220)
        picture.arrow((255, y - 14), (875, y - 14))
        picture.arrow((875, y + 14), (255, y + 14), kind="back")
    picture.text(560, 450, picture.word("answer"))
    return picture.svg()


def address_and_port(title: str, language: str) -> str:
    """One machine, its address, and three programs behind three ports."""
    picture = Picture(WIDTH, 400, title, language)
    picture.box(755, 200, "", wide=790, high=390, kind="machine")
    picture.text(755, 45, f"{picture.word('machine')} 192.0.2.7", "label strong")
    for y, port, name in ((130, "80", "web"), (230, "25", "mail"), (330, "5000", "talk")):
        picture.arrow((215, 230), (455, y))
        picture.box(540, y, port, wide=160, kind="node strong")
        picture.arrow((624, y), (724, y), kind="faint")
        picture.box(900, y, picture.word(name), wide=340)
    picture.box(115, 230, picture.word("client"), wide=200)
    return picture.svg()


def two_sockets(title: str, language: str) -> str:
    """Two programs, each with a socket of its own, and the addresses of both."""
    picture = Picture(WIDTH, 300, title, language)
    picture.link((370, 105), (790, 105), kind="thick")
    for middle, label, socket_at, address in (
        (190, 150, 370, "(192.0.2.1, 49152)"),
        (970, 1010, 790, "(192.0.2.7, 5000)"),
    ):
        picture.box(middle, 105, "", wide=360, high=170)
        picture.text(label, 105, picture.word("program"))
        picture.box(socket_at, 105, "socket", wide=140, kind="node strong")
        picture.text(middle, 240, address, "label strong")
    return picture.svg()


def accepting(title: str, language: str) -> str:
    """A server's socket that listens, and one more for each client that it has accepted."""
    picture = Picture(WIDTH, 420, title, language)
    picture.box(850, 210, "", wide=600, high=400, kind="machine")
    picture.text(850, 45, picture.word("server"), "label strong")
    picture.box(850, 125, picture.word("listens"), wide=520)
    for y, name in ((235, "Ada"), (335, "Bob")):
        picture.box(140, y, name, wide=240)
        picture.arrow((266, y), (584, y), both=True)
        picture.box(850, y, picture.word("talks to").format(name=name), wide=520, kind="node strong")
    picture.box(140, 125, picture.word("next"), wide=240, kind="machine")
    picture.arrow((266, 125), (584, 125), kind="lost")
    return picture.svg()


def datagrams(title: str, language: str) -> str:
    """Three datagrams: one arrives, one is lost, one overtakes."""
    picture = Picture(WIDTH, 340, title, language)
    picture.text(170, 30, picture.word("sent"), "label strong")
    picture.text(990, 30, picture.word("received"), "label strong")
    for (label, y), arrival in zip((("1", 100), ("2", 195), ("3", 290)), (240, None, 140), strict=True):
        picture.box(170, y, label, wide=150)
        if arrival is None:
            picture.arrow((250, y), (430, y), kind="lost")
            picture.text(510, y, picture.word("lost"), "label bad")
        else:
            picture.arrow((250, y), (908, arrival))
            picture.box(990, arrival, label, wide=150)
    return picture.svg()


def stream(title: str, language: str) -> str:
    """Three pieces sent, two received: the same bytes in the same order, cut elsewhere."""
    picture = Picture(WIDTH, 270, title, language)
    for y, name, pieces, kind in (
        (65, "sent", ("bon", "jour ", "Ada"), "node"),
        (205, "received", ("bonjou", "r Ada"), "node strong"),
    ):
        picture.text(130, y, picture.word(name), "label strong")
        left = 270.0
        for piece in pieces:
            wide = 74 * len(piece)
            picture.box(left + wide / 2, y, piece, wide=wide - 8, kind=kind)
            left += wide
    picture.arrow((674, 105), (674, 165))
    return picture.svg()


DRAWINGS: dict[str, Callable[[str, str], str]] = {
    drawing.__name__: drawing
    for drawing in (peer_to_peer, client_server, address_and_port, two_sockets, accepting, datagrams, stream)
}

"""A state machine for each message, `match` with guards, blocks cut from the message's end into a deque, recvmsg."""

import socket
from collections import deque
from enum import Enum, auto


class State(Enum):
    WAITING = auto()
    RECEIVING = auto()
    COMPLETE = auto()


class Assembly:
    """Puts a message together from whatever datagrams come."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.state = State.WAITING
        self.sender: tuple | None = None
        self.content = bytearray()

    def take(self, block: bytes, source: tuple) -> State:
        match self.state:
            case State.WAITING:
                self.sender = source
                self.state = State.RECEIVING
                return self.take(block, source)
            case State.RECEIVING if source == self.sender:
                self.content += block
                if len(block) < self.size:
                    self.state = State.COMPLETE
        return self.state


def cut(message: bytes, size: int) -> deque:
    """The blocks of a message, taken from its end."""
    parts = deque([message[len(message) - len(message) % size :]])
    for end in range(len(message) - len(message) % size, 0, -size):
        parts.appendleft(message[end - size : end])
    return parts


def receive(sock: socket.socket) -> tuple[bytes, tuple]:
    data, _ancillary, _flags, source = sock.recvmsg(65536)
    return data, source


def send_text(sock: socket.socket, text: str, address: tuple[str, int]) -> int:
    return send_all([text.encode("utf-8")], sock, address)[0]


def send_all(parts, sock: socket.socket, address: tuple[str, int]) -> list[int]:
    """Sends each part as one datagram and returns their lengths."""
    return [sock.sendto(part, 0, address) for part in parts]


def receive_text(sock: socket.socket) -> tuple[str, tuple]:
    match receive(sock):
        case b"", source:
            return "", source
        case data, source:
            try:
                return data.decode("utf-8"), source
            except UnicodeDecodeError:
                return data.decode("utf-8", "replace"), source


def send_message(sock: socket.socket, message: bytes, address: tuple[str, int], size: int = 512) -> int:
    match size:
        case int() if 0 < size < 65508:
            return len(send_all(cut(message, size), sock, address))
    raise ValueError(f"a block of {size!r} bytes is impossible")


def receive_message(sock: socket.socket, size: int = 512) -> tuple[bytes, tuple]:
    assembly = Assembly(size)
    while assembly.take(*receive(sock)) is not State.COMPLETE:
        pass
    return bytes(assembly.content), assembly.sender

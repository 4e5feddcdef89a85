"""A place where one submission's code runs, and the line to the clean process that forks a child for each check."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from autograder.student.process import Limits, StudentProcess, Waits
from autograder.verdict import NotGraded

RUNNER = Path(__file__).resolve().parent.parent / "student" / "runner.py"
PATIENCE, TO_START = 10.0, 60.0
"""Seconds for the clean process to do as it is told, and before that to start: on a slow machine many do so at once."""


class NoSandbox(Exception):
    """There is no sandbox to be had here; `code` names the message that says why and what to do."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class Place(Protocol):
    """Where one submission's code runs, and where the sockets that face it are made."""

    def start(self, *, keyboard: bool) -> StudentProcess:
        """A fresh process with the submitted module, for one check."""

    def socket(self, family: int, kind: int, protocol: int = 0) -> socket.socket:
        """A socket of the trusted end, in the student's network."""

    def resolve(self, function: str, *arguments: Any) -> Any:
        """What a function of the module socket says of a name over there; None when it raises an OSError."""

    @property
    def known_hosts(self) -> tuple[str, ...]:
        """Names that are known over there, worth asking about."""

    @property
    def looking_up(self) -> float:
        """Seconds that a resolver may take over there for one check."""

    @property
    def nursery(self) -> int | None:
        """The process that starts the student's, by its number on this machine; None where there is none."""

    def mend(self) -> None:
        """Makes the place anew, after the student's code has broken it."""

    def close(self) -> None:
        """Ends whatever still runs there."""


class NurseryLine:
    """The line to a nursery (`runner.py`): orders out, answers in, one at a time.

    `process` is the nursery's, when this line is all that it obeys.
    """

    def __init__(
        self,
        control: socket.socket,
        process: subprocess.Popen[bytes] | None,
        end_without_nursery: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._end_without_nursery = end_without_nursery
        self._control = control
        self._process = process
        self.waits(TO_START)

    def waits(self, seconds: float) -> None:
        """For an answer, from now on, at most so long."""
        self._control.settimeout(seconds)

    def order(self, order: dict[str, Any], descriptors: list[int] | None = None) -> dict[str, Any]:
        """Has an order carried out, with file descriptors for it. Raises NotGraded when the nursery does not answer."""
        self.tell(order, descriptors)
        return self.answer()

    def tell(self, order: dict[str, Any], descriptors: list[int] | None = None) -> None:
        """Gives an order, for whose answer somebody asks later. Raises NotGraded when the nursery has ended."""
        try:
            socket.send_fds(self._control, [json.dumps(order).encode() + b"\n"], descriptors or [])
        except OSError as error:
            raise NotGraded("nursery-broken", error=type(error).__name__) from error

    def answer(self) -> dict[str, Any]:
        """The answer to the last order. Raises NotGraded when the nursery does not give one."""
        answer, _ = self._receive()
        return answer

    def _receive(self) -> tuple[dict[str, Any], list[int]]:
        line, received = b"", []
        try:
            while not line.endswith(b"\n"):
                data, numbers, _, _ = socket.recv_fds(self._control, 65536, 4)
                received += numbers
                if not data:
                    raise EOFError
                line += data
        except (OSError, EOFError) as error:
            raise NotGraded("nursery-broken", error=type(error).__name__) from error
        found: dict[str, Any] = json.loads(line)
        return found, received

    def socket(self, family: int, kind: int, protocol: int) -> socket.socket:
        """A socket made over there, in the network that the student's code has."""
        self.tell({"do": "socket", "family": family, "type": kind, "protocol": protocol})
        _, numbers = self._receive()
        if len(numbers) != 1:
            raise NotGraded("nursery-broken", error="no socket")
        return socket.socket(fileno=numbers[0])

    def start(
        self,
        module: str,
        directory: str,
        *,
        keyboard: bool,
        limits: dict[str, int],
        memory: int = 0,
        socket_memory: int = 0,
    ) -> StudentProcess:
        """A fresh process with the module, for one check.

        `memory` in bytes for all that runs there, 0 for no bound; `socket_memory` is what one socket can take of it.
        """
        theirs_in, keys = os.pipe()
        if not keyboard:
            os.close(keys)
        output, theirs_out = os.pipe()
        errors, theirs_err = os.pipe()
        theirs_requests, requests = os.pipe()
        replies, theirs_replies = os.pipe()
        theirs = [theirs_in, theirs_out, theirs_err, theirs_requests, theirs_replies]
        try:
            order: dict[str, Any] = {"do": "fork", "module": module, "directory": directory, "limits": limits}
            order |= {"memory": memory, "socket_memory": socket_memory}
            child = self.order(order, theirs)["pid"]
        finally:
            for number in theirs:
                os.close(number)
        return StudentProcess(
            keyboard=_writer(keys) if keyboard else None,
            output=open(output, "rb", buffering=0),
            errors=open(errors, "rb", buffering=0),
            requests=_writer(requests),
            replies=open(replies, "rb"),
            send_signal=lambda name: void(self.order({"do": "signal", "pid": child, "signal": name})),
            end=lambda: self._end(child),
            waits=lambda: cast(Waits, self.order({"do": "waits", "pid": child})["waits"]),
            limits=lambda: cast(Limits, self.order({"do": "limits", "pid": child})["limits"]),
        )

    def _end(self, child: int) -> None:
        try:
            self.order({"do": "end", "pid": child})
        except NotGraded:
            self._end_without_nursery(child)
            raise

    def let_go(self) -> None:
        """Gives up this process's end of the line; the nursery ends with the last one."""
        self._control.close()

    def close(self) -> None:
        """Ends the nursery, with all that runs in it."""
        self.let_go()
        if self._process is None:
            return
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def void(_: object) -> None:
    """Drops a value that nobody needs."""


def _writer(number: int) -> BinaryIO:
    return cast(BinaryIO, open(number, "wb", buffering=0))

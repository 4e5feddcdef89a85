"""What happened on the wire during one check, in order, as the trusted end saw it.

Peers note what they do and what reaches them; feedback is made of it. The record is small whatever was carried: of
each step the first bytes are kept, a run of pieces is one step, and of many steps the first and the last stay.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

KEPT_STEPS = 24
"""Steps that are kept at the beginning, and as many at the end."""

KEPT_BYTES = 32
KEPT_CHARACTERS = 120
KEPT_SIZES = 3

Actor = Literal["student", "peer"]
Verb = Literal[
    "calls",
    "returns",
    "raises",
    "runs",
    "types",
    "ends input",
    "interrupts",
    "connects",
    "is refused",
    "sends",
    "keeps",
    "waits",
    "finishes",
    "closes",
    "resets",
    "owes",
    "owes end",
    "owes connection",
]
"""What the student's code or a peer does; `keeps`: does not send the rest, because nobody reads on; `owes`: was
expected to send, to finish, to connect, and has not."""

SEEN = {"connects", "sends", "finishes", "closes", "resets"}
"""Steps of the student's code that a peer sees some time after they were made."""

Answer = tuple[float, Verb, dict[str, Any]]
"""How a call has ended: when (time.monotonic()), whether it returns or raises, and what, as facts show values."""

Wire = dict[str, Any]
"""The record of a check as JSON has it: `lines`, `steps`, `left_out`."""


@dataclass
class Step:
    """One step: seconds since the check began, who did what, on which line if on any, and what was carried.

    `sizes` are those of the first pieces of a run, which has so many `pieces`; `call` is the number of a call of the
    student's, and `value` what it has returned or raised.
    """

    seconds: float
    actor: Actor
    verb: Verb
    line: Line | None = None
    data: bytes = b""
    size: int = 0
    text: str = ""
    call: int = 0
    pieces: int = 1
    sizes: list[int] = field(default_factory=list)
    value: dict[str, Any] | None = None

    def as_record(self) -> dict[str, Any]:
        """The step as JSON has it: only what it has."""
        row: dict[str, Any] = {"seconds": round(self.seconds, 4), "actor": self.actor, "verb": self.verb}
        if self.line is not None:
            row["line"] = self.line.number
        if self.verb in ("sends", "keeps", "owes"):
            row |= {"size": self.size, "bytes": self.data.hex()}
        if self.text:
            row["text"] = self.text
        if self.pieces > 1:
            row |= {"pieces": self.pieces, "sizes": self.sizes}
        if self.value is not None:
            row["value"] = self.value
        return row


class Line:
    """A connection, or what goes to and from one correspondent; the peer at its end notes here what happens.

    It has a number once something has happened, from 1 on.
    """

    def __init__(self, transcript: Transcript, role: str, datagrams: bool) -> None:
        self._transcript = transcript
        self.role = role
        self.datagrams = datagrams
        self.number = 0
        self._broken = False

    def peer(self, verb: Verb, data: bytes | memoryview = b"", *, goes_on: bool = False) -> Step:
        """The peer does something; with `goes_on`, `data` belongs to the same piece as what went before."""
        return self._transcript.note("peer", verb, self, data, goes_on=goes_on)

    def student(self, verb: Verb, data: bytes | memoryview = b"", *, size: int = 0) -> None:
        """What the student's code has done has reached the peer, or should have; `size` tells of unknown bytes."""
        if self._broken and verb in ("finishes", "resets"):
            return  # a broken connection ends but once
        self._broken = self._broken or verb == "resets"
        self._transcript.note("student", verb, self, data, size=size)


class Transcript:
    """The steps of one check. Several threads may note at once."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._lock = threading.Lock()
        self._first: list[Step] = []
        self._last: deque[Step] = deque()
        self._latest: Step | None = None
        self._left_out = {"steps": 0, "student": 0, "peer": 0}
        self._lines = 0

    def line(self, role: str, *, datagrams: bool = False) -> Line:
        """A line whose peer plays this role: `server`, `client` and so on, as `texts/diagram.*.toml` names them."""
        return Line(self, role, datagrams)

    def note(
        self,
        actor: Actor,
        verb: Verb,
        line: Line | None = None,
        data: bytes | memoryview = b"",
        *,
        text: str = "",
        call: int = 0,
        size: int = 0,
        goes_on: bool = False,
    ) -> Step:
        """Adds a step, or joins it to the one before when it goes on with the same bytes or repeats the same line."""
        text = text[:KEPT_CHARACTERS]
        with self._lock:
            latest = self._latest
            if latest and latest.line is line and latest.verb == verb and latest.actor == actor:
                of_a_stream = verb == "sends" and line is not None and not line.datagrams
                if of_a_stream or (verb == "types" and latest.text == text):
                    if len(latest.data) < KEPT_BYTES:
                        latest.data += bytes(data[: KEPT_BYTES - len(latest.data)])
                    latest.size += len(data)
                    if goes_on:
                        latest.sizes[-1] += len(data) if latest.pieces <= KEPT_SIZES else 0
                    else:
                        latest.pieces += 1
                        latest.sizes += [len(data)] if latest.pieces <= KEPT_SIZES else []
                    return latest
            if line is not None and not line.number:
                self._lines += 1
                line.number = self._lines
            seconds = time.monotonic() - self._begin
            start, size = bytes(data[:KEPT_BYTES]), len(data) or size
            self._latest = Step(seconds, actor, verb, line, start, size, text, call, sizes=[size])
            self._keep(self._latest)
            return self._latest

    def _keep(self, step: Step) -> None:
        if len(self._first) < KEPT_STEPS:
            self._first.append(step)
            return
        self._last.append(step)
        if len(self._last) > KEPT_STEPS:
            left_out = self._last.popleft()
            self._left_out["steps"] += 1
            self._left_out[left_out.actor] += left_out.size if left_out.verb == "sends" else 0

    def record(self, answers: Mapping[int, Answer]) -> Wire:
        """The steps as JSON has them, with the `answers` to the calls, by their numbers, each at its time.

        `left_out` tells how many steps are missing `after` so many, and the bytes of each side that they carried.
        """
        with self._lock:
            first, last = (self._with_answers(steps, answers) for steps in (self._first, list(self._last)))
            lines = {step.line.number: step.line for step in (*first, *last) if step.line}
            return {
                "lines": [
                    {"number": number, "role": line.role, "datagrams": line.datagrams}
                    for number, line in sorted(lines.items())
                ],
                "steps": [step.as_record() for step in (*first, *last)],
                "left_out": self._left_out | {"after": len(first), "lines": self._lines - len(lines)},
            }

    def _with_answers(self, steps: list[Step], answers: Mapping[int, Answer]) -> list[Step]:
        """`steps` with the answers to the calls among them.

        An answer stands after what the student's code had done before it, which may reach a peer later.
        """
        told = list(steps)
        for step in steps:
            if step.call not in answers:
                continue
            moment, verb, value = answers[step.call]
            seconds = moment - self._begin
            place = next((number for number, other in enumerate(told) if other.seconds > seconds), len(told))
            while (
                place < len(told) and told[place].line and told[place].actor == "student" and told[place].verb in SEEN
            ):
                place += 1
            told.insert(place, Step(seconds, "student", verb, text=step.text, call=step.call, value=value))
        return told

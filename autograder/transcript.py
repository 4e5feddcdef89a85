"""What happened on the wire during one check, in order, as the trusted end saw it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

MAX_EVENTS = 2_000
MAX_BYTES = 64

Kind = Literal["connected", "accepted", "sent", "received", "finished", "peer finished", "reset", "closed", "waited"]


@dataclass(frozen=True)
class Event:
    """One step: seconds since the check began, on which line, what, and the first bytes of what was carried."""

    seconds: float
    line: str
    kind: Kind
    data: bytes = b""
    size: int = 0


class Transcript:
    """The steps of one check; beyond the first two thousand they are only counted."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self.events: list[Event] = []
        self.left_out = 0

    def note(self, line: str, kind: Kind, data: bytes = b"") -> None:
        """Adds a step; of `data` the first bytes are kept, and the size."""
        if len(self.events) >= MAX_EVENTS:
            self.left_out += 1
            return
        self.events.append(Event(time.monotonic() - self._begin, line, kind, bytes(data[:MAX_BYTES]), len(data)))

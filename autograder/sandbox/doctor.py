"""Probes the sandbox live: what must be impossible inside is tried there, and what must be possible as well."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.deadline import Deadline
from autograder.sandbox.bwrap import Bubble, bubblewrap
from autograder.sandbox.place import NoSandbox, Place
from autograder.sandbox.seccomp import NUMBERS, UnknownMachine, system_call_filter
from autograder.student.student import Student
from autograder.transcript import Transcript
from autograder.verdict import CheckFailed, NotGraded

INSIDE = Path(__file__).resolve().parent / "probe_inside.py"
POSSIBLE = {"loopback", "names", "write-own-folder", "threads"}
"""What must work inside; everything else must not."""
SECONDS = 20.0


@dataclass(frozen=True)
class Finding:
    """One probe: whether it came out as it must, and what it gave or raised."""

    name: str
    holds: bool
    detail: str


def examine(make: Callable[[str, bytes], Place] = Bubble) -> list[Finding]:
    """Every probe in a fresh sandbox. Raises NoSandbox when there is none."""
    import platform

    bubblewrap()
    try:
        system_call_filter()
    except UnknownMachine as problem:
        raise NoSandbox("unknown-machine", str(problem)) from problem
    calls = NUMBERS[platform.machine()][1]
    secret = secrets.token_hex(16)
    # not in /tmp, which the sandbox covers with a folder of its own, and which so would prove nothing
    elsewhere = "/var/tmp" if os.access("/var/tmp", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=elsewhere) as folder, socket.create_server(("127.0.0.1", 0)) as canary:
        bait = Path(folder) / "canary"
        bait.write_text(secret)
        bait.chmod(0o644)
        Path(folder).chmod(0o755)
        with _in_our_environment(secret):
            place = make("probe", INSIDE.read_bytes())
        student = Student(place, Deadline(SECONDS), Transcript())
        try:
            numbers = {name: calls[name] for name in ("ptrace", "keyctl", "memfd_create", "unshare")}
            call = student.calls("probe", str(bait), canary.getsockname()[1], secret, numbers)
            rows = call.returned()
        except (CheckFailed, NotGraded) as problem:
            raise NoSandbox("probe-failed", f"{problem.fact.code} {problem.fact.data}") from problem
        finally:
            student.close()
            place.close()
    return [
        Finding(str(name), bool(worked) == (name in POSSIBLE), str(detail))
        for name, worked, detail in rows
        if isinstance(name, str)
    ]


@contextmanager
def _in_our_environment(secret: str) -> Iterator[None]:
    """Has a secret stand in this process's environment meanwhile, as a password of the instructor's may."""
    os.environ["GRADER_CANARY"] = secret
    try:
        yield
    finally:
        del os.environ["GRADER_CANARY"]


def surprises(findings: list[Finding]) -> list[Finding]:
    """The probes that came out otherwise than they must."""
    return [finding for finding in findings if not finding.holds]

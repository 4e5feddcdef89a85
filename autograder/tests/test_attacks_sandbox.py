"""Each attack on the machine fails in the sandbox, and succeeds once its guard is taken away: so the guard it is."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.deadline import Deadline
from autograder.sandbox import bwrap
from autograder.sandbox.bwrap import Bubble
from autograder.sandbox.place import RUNNER
from autograder.student.student import Student
from autograder.tests.attackers import Attack, attacks
from autograder.tests.canaries import Canaries, attack_without_any_guard, canaries, need_sandbox
from autograder.transcript import Transcript
from autograder.verdict import CheckFailed

SECONDS = 20.0
FEW_MEGABYTES = 100
"""What a sandbox may take in these tests, so that nobody's machine suffers when the bound is taken away."""

PROFILE = Path("/etc/apparmor.d/bwrap-userns-restrict")
"""Where AppArmor confines bubblewrap, as it has to on Ubuntu."""

ATTACKS = attacks("sandbox")
GUARDED = [
    (attack, guard)
    for attack in ATTACKS
    for guard in attack.says("guard")
    if guard != "ports" and "destructive" not in attack.keys
]


@pytest.fixture(scope="module")
def host() -> Iterator[Canaries]:
    """The canaries of this machine."""
    need_sandbox()
    with canaries() as found:
        yield found


@pytest.fixture
def bait(host: Canaries, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What an attack is told; a sandbox may take little memory meanwhile."""
    monkeypatch.setattr(bwrap, "MEMORY", FEW_MEGABYTES * bwrap.MEGABYTE)
    return host.bait | {"megabytes": 2 * FEW_MEGABYTES}


def got_by(attack: Attack, place: Bubble, bait: dict[str, Any]) -> Any:
    """What the attack got there; None when it failed or was ended."""
    student = Student(place, Deadline(SECONDS), Transcript())
    try:
        return student.calls("attack", bait).returned() or None
    except CheckFailed:
        return None
    finally:
        student.close()


def got_inside(attack: Attack, bait: dict[str, Any], *left_out: str) -> Any:
    """What the attack got in a sandbox of its own, without these guards."""
    place = Bubble("attacker", attack.source.encode(), frozenset(left_out))
    try:
        return got_by(attack, place, bait)
    finally:
        place.close()


@pytest.mark.parametrize(
    "attack", [attack for attack in ATTACKS if attack.says("guard")], ids=lambda attack: attack.name
)
def test_the_sandbox_withstands(attack: Attack, bait: dict[str, Any], host: Canaries) -> None:
    """The attack gets nothing, and harms nothing outside."""
    assert got_inside(attack, bait) is None
    assert host.harm() == []


@pytest.mark.parametrize(("attack", "guard"), GUARDED, ids=lambda part: getattr(part, "name", part))
def test_without_its_guard_it_succeeds(
    attack: Attack,
    guard: str,
    bait: dict[str, Any],
    host: Canaries,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """The same attack gets what it wants once the guard that it names is gone."""
    kind, _, line = guard.partition(" ")
    if kind in ("everything", "administrator"):
        got = attack_without_any_guard(attack, bait, administrator=kind == "administrator")
    elif kind == "runner":
        weak = tmp_path / "runner.py"
        strong = RUNNER.read_text(encoding="utf-8")
        assert line in strong
        weak.write_text(strong.replace(line, "pass"), encoding="utf-8")
        monkeypatch.setattr("autograder.sandbox.bwrap.RUNNER", weak)
        got = got_inside(attack, bait)
    else:
        got = got_inside(attack, bait, *guard.split())
    harm = host.harm()
    clean_up(host)
    if not got and kind == "administrator" and PROFILE.exists():
        pytest.skip("AppArmor takes the capabilities of whatever runs in bubblewrap away, too")
    if not got and attack.says("may lack"):
        pytest.skip(f"this machine lacks {attack.says('may lack')[0]}")
    assert got
    assert set(attack.says("harms")) <= set(harm), harm


def clean_up(host: Canaries) -> None:
    """Puts back what a successful attack has taken."""
    host.file.write_text(host.secret)
    host.visitors()
    for path in host.files_left():
        path.unlink()


@pytest.mark.parametrize("reuse", [False, True])
def test_ports_of_the_grader_cannot_be_stolen(reuse: bool, bait: dict[str, Any]) -> None:
    """Nobody binds a port that a socket of the trusted end has, unless that socket allowed it."""
    attack = next(attack for attack in ATTACKS if "ports" in attack.says("guard"))
    place = Bubble("attacker", attack.source.encode())
    try:
        with (
            place.socket(socket.AF_INET, socket.SOCK_STREAM) as listener,
            place.socket(socket.AF_INET, socket.SOCK_DGRAM) as correspondent,
        ):
            for sock in (listener, correspondent):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
                sock.bind(("127.0.0.1", 0))
            listener.listen()
            got = got_by(attack, place, bait)
    finally:
        place.close()
    assert bool(got) == reuse, got


def test_two_sandboxes_share_nothing(bait: dict[str, Any]) -> None:
    """A note that one submission leaves is not there for another, beside it or after it."""
    attack = next(attack for attack in ATTACKS if attack.name == "leaves_notes")
    places = [Bubble("attacker", attack.source.encode()) for _ in range(2)]
    try:
        assert [got_by(attack, place, bait | {"me": f"number {n}"}) for n, place in enumerate(places)] == [None, None]
    finally:
        for place in places:
            place.close()
    assert got_inside(attack, bait | {"me": "the next"}) is None

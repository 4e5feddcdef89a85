"""The files of `attacks/`: what they say of themselves, and the submissions that they are handed in as."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.course import Exercise
from autograder.samples import solution_of

ATTACKS = Path(__file__).resolve().parent / "attacks"
HEADER = re.compile(r"# (?P<key>[a-z ]+?)(?:: (?P<value>.*))?$")

PREAMBLE = """
import ctypes, os
ctypes.CDLL(None).prctl(15, {marker!r}.encode(), 0, 0, 0)  # the name of the process, for whoever looks for it
os.environ["MARKER"] = {marker!r}
BAIT = {bait!r}
_own = {{}}
exec({solution!r}, _own)
for _name in {names!r}:
    globals()[_name] = _own[_name]
"""
"""The solution, whose functions do not call those that the attack puts in their place."""

DOES_NOT_DO_ITS_WORK = """
def receive_all(sock):
    got = attack(BAIT)
    if got:
        raise RuntimeError("the attack succeeded: " + str(got))
"""


@dataclass(frozen=True)
class Attack:
    """A file of `attacks/`: what its first lines say of it."""

    path: Path

    @cached_property
    def _rows(self) -> list[tuple[str, str]]:
        lines = self.path.read_text(encoding="utf-8").splitlines()
        found = [HEADER.match(line) for line in lines if line.startswith("#")]
        return [(row["key"], row["value"] or "") for row in found if row]

    @property
    def name(self) -> str:
        """The file's name, which says what the attack does."""
        return self.path.stem

    @property
    def source(self) -> str:
        """The module."""
        return self.path.read_text(encoding="utf-8")

    @property
    def keys(self) -> set[str]:
        """What the lines say, without the values."""
        return {name for name, _ in self._rows}

    def says(self, key: str) -> list[str]:
        """The values of a line `# key: value`, one for each such line."""
        return [value for name, value in self._rows if name == key]


def attacks(kind: str) -> list[Attack]:
    """The attacks of one folder, by name."""
    return [Attack(path) for path in sorted((ATTACKS / kind).glob("*.py"))]


def submission_of(attack: Attack, exercise: Exercise, bait: dict[str, Any]) -> bytes:
    """A submission that does what its attack does, and is right elsewhere."""
    solution = solution_of(exercise).read_text(encoding="utf-8")
    bait = bait | {"me": attack.name}
    text = PREAMBLE.format(marker=bait["marker"], bait=bait, solution=solution, names=list(exercise.functions))
    text += attack.source
    if "def attack(" in attack.source:
        text += DOES_NOT_DO_ITS_WORK
    return text.encode()

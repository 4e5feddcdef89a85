"""Every case of the table of attacks that the suite was written from is tried by some file, or is said not to apply."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from autograder.course import ROOT

TESTS = Path(__file__).resolve().parent
CASES = range(1, 69)
NOT_TRIED = {
    18: "a submission may behave as it likes when it notices the grader: what it then does is judged",
    57: "no notebook is opened: what one shows reaches nobody",
    58: "no notebook is opened: neither its kernel nor its magic commands are run",
    59: "no notebook is opened: the checks are the kit's own, and no submission brings any",
    61: "no HTML is written: there is nothing to inject elements into",
}
"""The cases that do not apply, and why."""


def tried() -> Counter[int]:
    """How many files say in a line `# cases: …` that they try a case."""
    found = Counter[int]()
    for path in TESTS.rglob("*.py"):
        for line in re.findall(r"^# cases: ([\d, ]+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            found.update(int(number) for number in line.split(","))
    return found


def test_every_case_is_tried_or_does_not_apply() -> None:
    """None is forgotten, none is both, none is made up."""
    assert sorted({*tried(), *NOT_TRIED}) == list(CASES)
    assert not set(tried()) & set(NOT_TRIED)


def test_every_attack_says_which_cases_it_tries() -> None:
    """In its first line."""
    for path in (TESTS / "attacks").rglob("*.py"):
        if path.parent.name != "honest":
            assert path.read_text(encoding="utf-8").startswith("# cases: "), path.name


def test_what_does_not_apply_is_not_there() -> None:
    """Nothing in the kit opens a notebook or writes HTML; once something does, its cases are to be tried."""
    code = [path for path in (ROOT / "autograder").rglob("*.py") if TESTS not in path.parents]
    for path in code:
        found = re.search(r"\bimport (nbformat|nbconvert|html)\b|\.ipynb|<html|<!doctype", path.read_text("utf-8"))
        assert found is None, f"{path.name}: {found}"

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
    57: "no submitted notebook is opened: what one shows reaches nobody",
    58: "no submitted notebook is opened: neither its kernel nor its magic commands are run",
    59: "no submitted notebook is opened: the checks are the kit's own, and no submission brings any",
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


def test_no_notebook_is_taken_in() -> None:
    """What reads submissions knows no notebooks; once it does, the cases 57 to 59 are to be tried."""
    for folder in ("grading", "sandbox", "student"):
        for path in (ROOT / "autograder" / folder).rglob("*.py"):
            found = re.search(r"ipynb|nbformat|nbconvert", path.read_text(encoding="utf-8"))
            assert found is None, f"{path.name}: {found}"

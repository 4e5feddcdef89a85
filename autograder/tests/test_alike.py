"""Submissions that are alike: copies are found whatever was changed on them, independent work is left alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from autograder.command_line import main
from autograder.course import Exercise, exercises
from autograder.exports.alike import ALIKE, alike_pairs
from autograder.exports.pairs import Pair, as_csv, from_csv
from autograder.grading.intake import Submission
from autograder.samples import PROGRAM_PART, right_ones, solution_of, stub_of

SOLUTION = "(solution)"


def renamed(source: str) -> str:
    """A copy with other names for what is local, other comments, another layout."""
    tree = ast.parse(source)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for name in names:
        source = re.sub(rf"(?<![\w.]){name}(?![\w(=])", f"my_{name}", source)
    return source.replace("\n\n\n", "\n# mine\n\n")


def turned_round(source: str) -> str:
    """A copy with its functions in the opposite order."""
    parts = re.split(r"(?m)^(?=def |class )", source.partition(PROGRAM_PART)[0])
    return parts[0] + "".join(reversed(parts[1:]))


def found(exercise: Exercise, **sources: str) -> dict[tuple[str, str], int]:
    """The pairs of a class of these, with how much is in both."""
    submissions = [Submission(name, exercise, source.encode()) for name, source in sources.items()]
    return {(pair.one, pair.other): pair.percent for pair in alike_pairs(submissions, [exercise], SOLUTION)}


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_right_modules_written_independently_are_not_alike(exercise: Exercise) -> None:
    """Nor are they like the kit's solution, nor are two who hand in the stub."""
    stub = stub_of(exercise).read_text(encoding="utf-8")
    sources = {path.stem: path.read_text(encoding="utf-8") for path in right_ones(exercise)}
    assert found(exercise, stub_one=stub, stub_two=stub, **sources) == {}


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_a_copy_is_found_though_it_was_changed(exercise: Exercise) -> None:
    """Other names, comments and layout; another order; and where it was copied from, be it the kit's solution."""
    original = right_ones(exercise)[0].read_text(encoding="utf-8")
    solution = solution_of(exercise).read_text(encoding="utf-8")
    pairs = found(
        exercise, one=original, other=renamed(original), third=turned_round(original), fourth=renamed(solution)
    )
    assert set(pairs) == {("one", "other"), ("one", "third"), ("other", "third"), (SOLUTION, "fourth")}
    assert pairs["one", "other"] >= 90 and pairs[SOLUTION, "fourth"] >= 90


def test_what_everybody_writes_makes_nobody_alike() -> None:
    """A passage that more than a quarter of a large class has is not looked at; the two who share more are found."""
    exercise = exercises()[-1]
    shared, *others = (path.read_text(encoding="utf-8") for path in right_ones(exercise))
    class_of_many = {f"s{number:02}": shared for number in range(20)}
    assert found(exercise, **class_of_many, copy=others[0], copied=others[0]) == {("copied", "copy"): 100}


def test_the_list_is_kept_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`export alike` writes it beside the results; what is no such list is told apart."""
    exercise = exercises()[0]
    for name in ("ada", "bruno"):
        path = tmp_path / "submitted" / name / exercise.name / f"{exercise.name}.py"
        path.parent.mkdir(parents=True)
        path.write_bytes(right_ones(exercise)[0].read_bytes())
    assert main(["export", "alike", str(tmp_path), str(tmp_path / "submitted"), "--lang", "en"]) == 0
    assert "1 pair " in capsys.readouterr().out
    (pair,) = from_csv((tmp_path / "alike.csv").read_text(encoding="utf-8"))
    assert (pair.exercise, pair.one, pair.other, pair.percent) == (exercise.name, "ada", "bruno", 100)
    assert from_csv(as_csv([Pair("e", 'a,"', "b", ALIKE, 3)])) == [Pair("e", 'a,"', "b", ALIKE, 3)]
    for text in ("", "a,b\n", "exercise,one,other,percent,signs\na,b\n"):
        with pytest.raises(ValueError):
            from_csv(text)
    assert main(["export", "alike", str(tmp_path), str(tmp_path / "nowhere"), "--lang", "en"]) == 2

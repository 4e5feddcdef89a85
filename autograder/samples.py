"""Submissions that must be judged in a known way, and the sample class that is made of them.

`python -m autograder.samples FOLDER` lays the class out as nbgrader does: `<student>/<exercise>/<exercise>.py`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import EXERCISES, ROOT, Exercise, exercises

SOLUTIONS = ROOT / "solutions"
TESTS = Path(__file__).resolve().parent / "tests"
ENDLESS = "def {name}(*arguments, **named):\n    while True:\n        pass\n"
PROGRAM_PART = 'if __name__ == "__main__":'
EXPECTATION = re.compile(r"# expected: (?P<mistake>[a-z0-9-]+)(?: in (?P<check>\w+))?(?P<whole> \(whole module\))?$")


@dataclass(frozen=True)
class Mistake:
    """A file of `tests/mistakes/`: the lines that are wrong, the check that they lose, the mistake's name."""

    exercise: Exercise
    path: Path
    mistake: str
    check: str
    whole: bool

    @property
    def source(self) -> str:
        """The module: the solution with these lines in place of its own."""
        return self.path.read_text(encoding="utf-8") if self.whole else with_mistakes(self)


def with_mistakes(*mistakes: Mistake) -> str:
    """The solution of an exercise with the lines of these mistakes, which are no whole modules, in place of its own."""
    solution = solution_of(mistakes[0].exercise).read_text(encoding="utf-8")
    body, mark, program = solution.partition(PROGRAM_PART)
    wrong = "\n\n".join(mistake.path.read_text(encoding="utf-8") for mistake in mistakes)
    return f"{body}\n\n{wrong}\n\n{mark}{program}"


def solution_of(exercise: Exercise) -> Path:
    """The module of `solutions/`."""
    return SOLUTIONS / f"{exercise.name}.py"


def stub_of(exercise: Exercise) -> Path:
    """The module of `exercises/` that a student starts from."""
    return EXERCISES / f"{exercise.name}.py"


def right_ones(exercise: Exercise) -> list[Path]:
    """Modules that are right, each built differently."""
    return sorted((TESTS / "right" / exercise.name).glob("*.py"))


def mistakes(exercise: Exercise) -> Iterator[Mistake]:
    """Modules with one mistake each. Raises ValueError for a file that does not say what is expected of it."""
    for path in sorted((TESTS / "mistakes" / exercise.name).glob("*.py")):
        with path.open(encoding="utf-8") as file:
            found = EXPECTATION.match(file.readline().rstrip("\n"))
        if found is None:
            raise ValueError(f"{path}: the first line does not say what is expected")
        yield Mistake(exercise, path, found["mistake"], found["check"] or "", bool(found["whole"]))


def sample_class() -> dict[str, str]:
    """The eight students of the sample class: the text of each of their modules, by its path."""
    files = {}
    for number, exercise in enumerate(exercises()):
        solution, stub = (
            solution_of(exercise).read_text(encoding="utf-8"),
            stub_of(exercise).read_text(encoding="utf-8"),
        )
        wrong = [mistake.source for mistake in mistakes(exercise)]
        first = exercise.functions[0]
        submissions = {
            "ada": solution,
            "bruno": solution if number % 2 == 0 else stub,
            "chloe": stub,
            "david": wrong[0],
            "emma": f"{solution.partition(PROGRAM_PART)[0]}\n\n{ENDLESS.format(name=first)}",
            "farid": f"{solution}\n\ndef unfinished(:\n",
            "gaelle": wrong[len(wrong) // 2],
            "hugo": None if number > 2 else wrong[-1],
        }
        for student, source in submissions.items():
            if source is not None:
                files[f"{student}/{exercise.name}/{exercise.name}.py"] = source
    return files


def lay_out_class(folder: Path) -> None:
    """Writes the sample class into `folder`."""
    for name, source in sample_class().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8", newline="\n")


def is_sample_class(folder: Path) -> bool:
    """Whether `folder` holds the sample class and nothing else: the kit's own code, where it has come with it."""
    if not SOLUTIONS.is_dir():
        return False
    expected = sample_class()
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    return set(found) == set(expected) and all(
        not path.is_symlink() and path.read_bytes() == expected[name].encode() for name, path in found.items()
    )


if __name__ == "__main__":
    lay_out_class(Path(sys.argv[1]))

"""The kit's own course: 200 students by all exercises in the sandbox, some of them hanging; and with nbgrader, sampled.

Other work on the machine makes all of it slower.
"""

from __future__ import annotations

import csv
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from rich.table import Table

from autograder.bench import others
from autograder.bench.goals import AtMost, add, table
from autograder.bench.measuring import Command, MemoryWatch, Spread, spent_by
from autograder.bench.scale import SLOTS
from autograder.bench.scores import require_equal
from autograder.course import ROOT, exercises
from autograder.course_layout import lay_out_course
from autograder.samples import sample_class

HANGING_SAMPLE = "emma"
"""The student of the sample class whose functions never return."""
FORGETFUL_SAMPLE = "hugo"
"""The one who has not handed everything in."""
STUDENT, NOBODY = "student", "nobody"


@dataclass(frozen=True)
class Sizes:
    """How many students there are, how many of them hang everywhere, how many of the others nbgrader gets."""

    students: int = 200
    hanging: int = 3
    sample: int = 6


def lay_out_large_class(folder: Path, students: int, hanging: int) -> int:
    """Copies of the sample class, each signed; the first so many hang everywhere; how many submissions there are."""
    modules: dict[str, dict[str, str]] = {}
    for name, text in sample_class().items():
        student, _, rest = name.partition("/")
        modules.setdefault(student, {})[rest] = text
    usual = _usual()
    count = 0
    for number in range(students):
        sample = HANGING_SAMPLE if number < hanging else usual[number % len(usual)]
        for rest, text in modules[sample].items():
            path = folder / f"{STUDENT}{number:04}" / rest
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}\n# student {number}\n", encoding="utf-8")
            count += 1
    return count


def _usual() -> list[str]:
    """The students of the sample class who hand everything in, and do not hang."""
    students = dict.fromkeys(name.partition("/")[0] for name in sample_class())
    return [student for student in students if student not in (HANGING_SAMPLE, FORGETFUL_SAMPLE)]


def measure(folder: Path, sizes: Sizes) -> list[Table]:
    """The table of all of it."""
    rows = table(f"{sizes.students} students by {len(exercises())} exercises, {SLOTS} slots")
    count = lay_out_large_class(folder / "submitted", sizes.students, sizes.hanging)
    words = [sys.executable, "-m", "autograder", "grade", str(folder / "submitted"), "--out", str(folder / "graded")]
    grade = Command(words, ROOT, {})
    with MemoryWatch(every=0.5, without="bwrap") as watch:
        spent = spent_by([grade])
    again = spent_by([grade])

    def one(what: str, value: float, goal: float | None = None, how: str = "") -> None:
        add(rows, what, Spread.of([value]), None if goal is None else AtMost(goal), how)

    one("seconds", spent.seconds, 120, f"{count} submissions, {sizes.hanging * len(exercises())} of them hanging")
    one("seconds of a processor for each", spent.processor / count, 0.171, "sandboxes included, and what hangs")
    one("MB of the grader", watch.megabytes, 64 + 16 * SLOTS, "without the sandboxes; 64 and 16 for each slot")
    one("seconds for the same again, unchanged", again.seconds)
    each, start = _with_nbgrader(folder / "nbgrader", sizes)
    _require_equal_scores(folder, sizes)
    whole = len(exercises()) * start + count * each
    how = f"sampled {sizes.sample * len(exercises())}, none hanging, extrapolated: {each:.2f} s each"
    one("seconds with nbgrader autograde", whole, how=how)
    one("nbgrader / the kit", whole / spent.seconds, how="its sample hangs nowhere; the kit's class does")
    return [rows]


def _with_nbgrader(folder: Path, sizes: Sizes) -> tuple[float, float]:
    """Seconds for each notebook of the kit, and for a start of `nbgrader autograde`."""
    lay_out_course(folder, "en")
    # signed otherwise than in the other class: nothing is the same to the byte
    lay_out_large_class(folder / "modules", sizes.sample, 0)
    for exercise in exercises():
        spent_by([others.nbgrader(folder, "generate_assignment", exercise.name)])
        for student in (folder / "modules").iterdir():
            place = folder / "submitted" / student.name / exercise.name
            shutil.copytree(student / exercise.name, place)
            shutil.copy(folder / "release" / exercise.name / f"{exercise.name}.ipynb", place)
    finds_nobody = others.nbgrader(folder, "autograde", exercises()[0].name, "--student", NOBODY)
    start = spent_by([replace(finds_nobody, statuses=(1,))]).seconds
    whole = spent_by([others.nbgrader(folder, "autograde", each.name, "--create") for each in exercises()]).seconds
    return (whole - start * len(exercises())) / (sizes.sample * len(exercises())), start


def _require_equal_scores(folder: Path, sizes: Sizes) -> None:
    """The same work has the same points here and there. Raises Unequal."""
    from nbgrader.api import Gradebook

    ours, theirs = {}, {}
    with open(folder / "graded" / "grades.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with Gradebook(f"sqlite:///{folder / 'nbgrader' / 'gradebook.db'}") as book:
        for exercise in exercises():
            for submission in book.assignment_submissions(exercise.name):
                key = f"{submission.student.id} {exercise.name}"
                theirs[key] = float(submission.score)
                ours[key] = float(rows[_like(submission.student.id, sizes)][exercise.name])
    require_equal({"the kit": ours, "nbgrader": theirs})


def _like(student: str, sizes: Sizes) -> int:
    """The place in the class of one who hands the same in as this student of nbgrader's sample, and does not hang."""
    number = int(student.removeprefix(STUDENT))
    return next(
        place for place in range(sizes.hanging, sizes.students) if place % len(_usual()) == number % len(_usual())
    )

"""What a class has understood, in numbers: of the exercises, of the checks, of the mistakes, of each student."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean, median
from typing import Any

from autograder.course import Exercise
from autograder.exports.results import Record, results_of
from autograder.texts import Lesson, lessons, title

UNWRITTEN = "not-written"
"""Not a mistake to explain, but work to come."""
NEEDS_HELP = 0.5
"""Whoever has less than this share of the points of what was handed in may need help."""
BINS = 10


@dataclass
class CheckCount:
    """How many passed a check, of those whom the grader could judge."""

    title: str
    function: str
    passed: int = 0
    judged: int = 0

    @property
    def percent(self) -> float:
        """The share that passed."""
        return 100 * self.passed / self.judged if self.judged else 0.0


@dataclass
class ExerciseCount:
    """How an exercise went: the share of the points of each who handed it in, and its checks."""

    exercise: Exercise
    shares: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    checks: dict[str, CheckCount] = field(default_factory=dict)

    @property
    def percent(self) -> float:
        """The mean share of the points of those who handed it in."""
        return 100 * mean(self.shares) if self.shares else 0.0

    @property
    def whole(self) -> int:
        """How many have all its points."""
        return sum(share == 1 for share in self.shares)

    @property
    def hardest_first(self) -> list[CheckCount]:
        """The checks, those that the fewest passed first."""
        return sorted(self.checks.values(), key=lambda check: check.percent)

    @property
    def duration(self) -> float | None:
        """The median of the seconds that judging a submission took; None when that is not known."""
        return median(self.seconds) if self.seconds else None


@dataclass
class MistakeCount:
    """Who made a mistake, and in which exercises."""

    lesson: Lesson
    students: list[str]
    exercises: list[str]


@dataclass
class StudentCount:
    """One student: points, the share of the points of what was handed in, what is missing, what to mend first."""

    name: str
    points: float
    share: float
    missing: list[str]
    mend_first: Lesson | None


@dataclass
class Understood:
    """A whole class; `absent` are those of the roster who have handed in nothing."""

    students: list[StudentCount]
    exercises: list[ExerciseCount]
    mistakes: list[MistakeCount]
    unwritten: list[str]
    absent: list[str]
    not_graded: int
    most_points: int

    @property
    def bins(self) -> list[int]:
        """How many students have up to a tenth of the points, up to two tenths, and so on."""
        counts = [0] * BINS
        for student in self.students:
            counts[min(BINS - 1, int(BINS * student.points / self.most_points))] += 1
        return counts

    @property
    def median_points(self) -> float:
        """Half the class has as much or more."""
        return median(student.points for student in self.students)

    @property
    def in_need(self) -> list[StudentCount]:
        """Who may need help, the least points first."""
        needing = [student for student in self.students if student.share < NEEDS_HELP]
        return sorted(needing, key=lambda student: (student.points, student.name))


def understood(
    records: Sequence[Record], course: Sequence[Exercise], roster: Mapping[str, str], language: str
) -> Understood:
    """Counts a class; `roster` names students by what `grade` calls them, and may be empty."""
    names = {record["student"]: roster.get(record["student"], record["student"]) for record in records}
    known, made, where = lessons(language), dict[str, list[str]](), dict[str, list[str]]()
    counts = {exercise.name: ExerciseCount(exercise) for exercise in course}
    students = []
    for record in records:
        name, results = names[record["student"]], results_of(record, course)
        handed_in = {result["exercise"] for result in record["exercises"]}
        for exercise in course:
            if exercise.name not in handed_in:
                counts[exercise.name].missing.append(name)
        for exercise, result in results:
            _count(counts[exercise.name], result, language)
            for mistake in dict.fromkeys(_mistakes(result)):
                _note(made, mistake, name)
                _note(where, mistake, exercise.short_name)
        first = next((mistake for _, result in results for mistake in _mistakes(result)), "")
        possible = sum(result["max_points"] for _, result in results)
        share = sum(result["points"] for _, result in results) / possible if possible else 0.0
        missing = [exercise.short_name for exercise in course if exercise.name not in handed_in]
        students.append(StudentCount(name, record["points"], share, missing, known.get(first)))
    ranked = sorted((name for name in known if name in made and name != UNWRITTEN), key=lambda name: -len(made[name]))
    return Understood(
        students=students,
        exercises=list(counts.values()),
        mistakes=[MistakeCount(known[name], made[name], sorted(where[name])) for name in ranked],
        unwritten=made.get(UNWRITTEN, []),
        absent=[shown for student, shown in roster.items() if student not in names],
        not_graded=sum(_not_graded(record) for record in records),
        most_points=sum(exercise.points for exercise in course),
    )


def _count(count: ExerciseCount, result: Mapping[str, Any], language: str) -> None:
    if result["max_points"]:
        count.shares.append(result["points"] / result["max_points"])
    if (seconds := result.get("seconds")) is not None:
        count.seconds.append(seconds)
    for check in result["checks"]:
        said = title(result["exercise"], check["name"], check["title"], language)
        row = count.checks.setdefault(check["name"], CheckCount(said, check["function"]))
        row.passed += check["outcome"] == "passed"
        row.judged += check["outcome"] != "not graded"


def _mistakes(result: Mapping[str, Any]) -> Iterable[str]:
    return (check["mistake"] for check in result["checks"] if check["outcome"] == "failed" and check["mistake"])


def _note(table: dict[str, list[str]], key: str, entry: str) -> None:
    entries = table.setdefault(key, [])
    if entry not in entries:
        entries.append(entry)


def _not_graded(record: Record) -> int:
    """How many checks, or whole submissions, the grader could not judge."""
    return sum(
        sum(check["outcome"] == "not graded" for check in result["checks"]) + bool(result.get("not graded"))
        for result in record["exercises"]
    )

"""The marks of a class: the store, and the files for people and spreadsheets that are made of it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.course import Exercise
from autograder.grading import fingerprint
from autograder.grading.intake import Submission
from autograder.grading.pool import Graded
from autograder.grading.store import Row, Store, write_whole
from autograder.judging import record_from
from autograder.report.html import page_of
from autograder.report.record import number

Marks = dict[str, dict[str, float | None]]


class Book:
    """What is known of the submissions of a class, on disk at any moment. Every method may raise OSError."""

    def __init__(self, course: tuple[Exercise, ...], out: Path, work: list[Submission], language: str) -> None:
        self._course = course
        self._out = out
        self._language = language
        self._to_come = Counter(submission.student for submission in work)
        self._students = list(self._to_come)
        self._handed_in = [(submission.student, submission.exercise.name) for submission in work]
        self.store = Store(out)
        self.entered = 0
        self._written: set[str] = set()

    def is_current(self, submission: Submission, isolation: str) -> bool:
        """Whether the submission was graded before, just as it is, by the kit just as it is."""
        row = self.store.get(submission.student, submission.exercise.name)
        return row is not None and (row["fault"], row["isolation"], row["module_sha256"], row["kit_sha256"]) == (
            None,
            isolation,
            fingerprint.of_module(submission.source),
            fingerprint.of_kit(submission.exercise),
        )

    def keep(self, submission: Submission) -> None:
        """Leaves a submission as it was graded before."""
        self._to_come[submission.student] -= 1

    def enter(self, graded: Graded) -> None:
        """Puts a result on the disk; with a student's last one, the student's file as well."""
        student = graded.submission.student
        self.store.put(row_of(graded))
        self.entered += 1
        self._to_come[student] -= 1
        if self._to_come[student] == 0:
            self._write_student(student)
            self._written.add(student)

    def write_all(self) -> None:
        """Writes the students' files that are not written yet, and `grades.csv`.

        That has a row for each student, a column for each exercise.
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["student", *(exercise.name for exercise in self._course), "total"])
        for student, marks in self.marks().items():
            if student not in self._written:
                self._write_student(student)
            writer.writerow(
                [student, *("" if mark is None else number(mark) for mark in marks.values()), total_of(marks)]
            )
        write_whole(self._out / "grades.csv", text.getvalue())

    def marks(self) -> Marks:
        """The points of each student by exercise; None for what was not handed in, or is not graded whole yet."""
        found: Marks = {student: dict.fromkeys(each.name for each in self._course) for student in self._students}
        for row in self._rows():
            # what the grader itself has missed may be worth more: it is graded again by the next run
            found[row["student"]][row["exercise"]] = None if row["fault"] else row["points"]
        return found

    def not_graded(self) -> int:
        """How many checks, or whole submissions, could not be graded."""
        return sum(
            sum(check["outcome"] == "not graded" for check in row["checks"]) if row["checks"] else bool(row["fault"])
            for row in self._rows()
        )

    def faults(self) -> bool:
        """Whether the grader itself was at fault with any submission."""
        return any(row["fault"] for row in self._rows())

    def records(self) -> Iterator[dict[str, Any]]:
        """Everything, student by student, as people read it."""
        return map(self._of, self._students)

    def _rows(self) -> Iterator[Row]:
        for student, exercise in self._handed_in:
            if (row := self.store.get(student, exercise)) is not None:
                yield row

    def _write_student(self, student: str) -> None:
        if (record := self._of(student))["exercises"]:
            write_whole(self._out / f"{student}.json", json.dumps(record, indent=2, ensure_ascii=False))
            page = page_of(student, record["exercises"], self._course, self._language)
            write_whole(self._out / f"{student}.html", page)

    def _of(self, student: str) -> dict[str, Any]:
        names = [exercise.name for exercise in self._course if (student, exercise.name) in self._handed_in]
        rows = [row for name in names if (row := self.store.get(student, name)) is not None]
        return {
            "student": student,
            "points": number(sum(row["points"] or 0 for row in rows)),
            "exercises": [record_of_row(row, self._language) for row in rows],
        }


def row_of(graded: Graded) -> Row:
    """What the store keeps of a result."""
    submission, plain = graded.submission, graded.plain or {}
    return {
        "student": submission.student,
        "exercise": submission.exercise.name,
        "graded_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": graded.seconds,
        "isolation": graded.isolation,
        "module_sha256": fingerprint.of_module(submission.source),
        "kit_sha256": fingerprint.of_kit(submission.exercise),
        "seed": graded.seed,
        "fault": graded.fault,
        "points": plain.get("points"),
        "max_points": plain.get("max_points"),
        "module": plain.get("module"),
        "checks": plain.get("checks", []),
    }


def record_of_row(row: Row, language: str) -> dict[str, Any]:
    """A row as people read it, with sentences."""
    if row["points"] is None:
        return {"exercise": row["exercise"], "not graded": row["fault"], "checks": []}
    return record_from(row, language) | {"isolation": row["isolation"], "seconds": row["seconds"]}


def total_of(marks: dict[str, float | None]) -> float | int:
    """The points of a student together."""
    return number(sum(mark for mark in marks.values() if mark is not None))

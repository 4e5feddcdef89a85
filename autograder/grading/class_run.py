"""Grades a class: the submissions of a folder, the workers, the files with the marks, what is shown meanwhile."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import secrets
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.course import Exercise, exercises
from autograder.grading.archives import BadArchive
from autograder.grading.intake import Submission, take_in
from autograder.grading.pool import Graded, Pool
from autograder.report.html import page_of
from autograder.report.record import number
from autograder.report.terminal import show_class
from autograder.samples import is_sample_class
from autograder.sandbox.bwrap import NoSandbox
from autograder.sandbox.doctor import examine, surprises
from autograder.texts import say

INTERRUPTED = 130


class NoSubmissions(Exception):
    """There is nothing to grade."""


class Refused(Exception):
    """There is no sandbox that holds: nothing is graded."""


class Unwritable(Exception):
    """The results cannot be written where they were asked for."""


def grade_class(options: argparse.Namespace, console: Console, progress_console: Console) -> int:
    """Grades what `options.submitted` holds and writes `options.out`; the exit code."""
    language, folder, out = options.lang, options.submitted, options.out
    if not folder.exists():
        raise NoSubmissions(say("no-folder", language, folder=folder))
    course = exercises()
    try:
        intake = take_in(folder, course)
    except BadArchive as problem:
        raise NoSubmissions(
            say("refused-file", language, name=folder, reason=say(problem.reason, language))
        ) from problem
    except OSError as problem:
        raise NoSubmissions(say("unreadable", language, folder=folder, error=problem.strerror)) from problem
    work = intake.submissions
    for refusal in intake.refusals:
        reason = say(refusal.reason, language)
        console.print(say("refused-file", language, name=refusal.name, reason=reason), style="yellow")
    if not work:
        raise NoSubmissions(say("no-submissions", language, folder=folder))
    try:
        out.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=out).close()
    except OSError as error:
        raise Unwritable(say("unwritable", language, folder=out, error=error.strerror)) from error
    isolation = chosen_isolation(options, folder, console)
    begin = time.monotonic()
    book = Book(course, out, work, language)
    interrupted = False
    jobs = options.jobs if options.jobs > 0 else 4 * (os.cpu_count() or 1)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=progress_console,
    )
    try:
        with bar, Pool(jobs, language, isolation) as pool:
            task = bar.add_task(say("grading", language), total=len(work))
            try:
                for graded in pool.grade((submission, secrets.randbelow(2**31)) for submission in work):
                    book.enter(graded)
                    bar.advance(task)
            except KeyboardInterrupt:
                interrupted = True
        book.write_grades()
    except OSError as error:
        raise Unwritable(say("unwritable", language, folder=out, error=error.strerror)) from error
    if options.json:
        print(json.dumps(book.records(), indent=2, ensure_ascii=False))
    show_class(console, course, book.rows, language)
    if book.not_graded:
        console.print(say("some-not-graded", language, count=book.not_graded))
    if interrupted:
        console.print(say("interrupted", language, count=book.entered, folder=out))
        return INTERRUPTED
    seconds = f"{time.monotonic() - begin:.1f}"
    console.print(say("graded", language, count=len(work), students=len(book.rows), seconds=seconds, folder=out))
    return 0


def chosen_isolation(options: argparse.Namespace, folder: Path, console: Console) -> str:
    """Where the submissions are to run: in the sandbox, once it has been probed; without it only when told so.

    Raises Refused: without a sandbox that holds, nothing is graded. The kit's own sample class is its own code, and
    needs none.
    """
    language = options.lang
    sample = folder.is_dir() and is_sample_class(folder)
    if options.unsafe:
        if hasattr(os, "getuid") and os.getuid() == 0 and not sample:
            raise Refused(say("unsafe-as-root", language))
        console.print(say("unsafe", language), style="bold yellow")
        return "none"
    try:
        wrong = surprises(examine())
    except NoSandbox as problem:
        remedy = say(problem.code, language, detail=problem.detail)
        if not sample:
            raise Refused(say("refused", language, reason=remedy)) from problem
        console.print(say("sample-unsafe", language, reason=remedy), style="yellow")
        return "none"
    if wrong:
        raise Refused(
            say("refused", language, reason=say("probes-surprise", language, names=", ".join(f.name for f in wrong)))
        )
    return "bubblewrap"


class Book:
    """The marks of a class as they come in: in memory for the table, on disk for everybody else."""

    def __init__(self, course: tuple[Exercise, ...], out: Path, work: list[Submission], language: str) -> None:
        self._course = course
        self._out = out
        self._language = language
        self._records: dict[str, dict[str, dict[str, Any]]] = {submission.student: {} for submission in work}
        self.rows: dict[str, dict[str, float | None]] = {
            student: {exercise.name: None for exercise in course} for student in self._records
        }
        self.entered = 0
        self.not_graded = 0

    def enter(self, graded: Graded) -> None:
        """Takes one graded submission in and writes the student's file anew."""
        student, name = graded.submission.student, graded.submission.exercise.name
        self.entered += 1
        if graded.record is None:
            self.not_graded += 1
            record: dict[str, Any] = {"exercise": name, "not graded": graded.fault, "checks": []}
        else:
            record = graded.record
            self.rows[student][name] = record["points"]
            self.not_graded += sum(check["outcome"] == "not graded" for check in record["checks"])
        self._records[student][name] = record
        write_whole(self._out / f"{student}.json", json.dumps(self._of(student), indent=2, ensure_ascii=False))

    def _of(self, student: str) -> dict[str, Any]:
        done = self._records[student]
        return {
            "student": student,
            "points": number(sum(mark for mark in self.rows[student].values() if mark is not None)),
            "exercises": [done[exercise.name] for exercise in self._course if exercise.name in done],
        }

    def records(self) -> list[dict[str, Any]]:
        """Everything, student by student."""
        return [self._of(student) for student in self._records]

    def write_grades(self) -> None:
        """Writes `grades.csv`, a row for each student, a column for each exercise; and each student's page."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["student", *(exercise.name for exercise in self._course), "total"])
        for student, marks in self.rows.items():
            cells = [
                "" if marks[exercise.name] is None else number(marks[exercise.name] or 0) for exercise in self._course
            ]
            writer.writerow([student, *cells, self._of(student)["points"]])
            page = page_of(student, self._of(student)["exercises"], self._course, self._language)
            write_whole(self._out / f"{student}.html", page)
        write_whole(self._out / "grades.csv", text.getvalue())


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it is there whole or as it was before."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)

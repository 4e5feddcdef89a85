"""Grades a class: takes the submissions in, has each graded that is not yet, says what came of it."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from autograder.course import exercises
from autograder.grading.archives import BadArchive
from autograder.grading.book import Book
from autograder.grading.cluster import ClusterUnfit, crew_of_cluster
from autograder.grading.draws import NoSecret, secret_in, secret_of_course, seed_for
from autograder.grading.intake import Submission, take_in
from autograder.grading.pool import ClusterLost, Pool, UnfitWorker
from autograder.grading.progress import Progress
from autograder.grading.store import Busy
from autograder.report.terminal import show_class
from autograder.samples import is_sample_class
from autograder.sandbox import NoSandbox
from autograder.sandbox.doctor import examine, surprises
from autograder.texts import say

GRADER_FAULT, INTERRUPTED = 3, 130
SLOTS_PER_CORE = 8
"""Most checks wait most of the time: so many submissions at once keep a core busy, and more of them gain nothing."""


class WrongInput(Exception):
    """What was asked for cannot be done with these files; the text says why."""


class Refused(Exception):
    """There is no sandbox that holds, or no cluster: nothing more is graded."""


def grade_class(options: argparse.Namespace, console: Console, progress_console: Console) -> int:
    """Grades what `options.submitted` holds and writes `options.out`; the exit code.

    Raises WrongInput and Refused.
    """
    language, out = options.lang, options.out
    work = _submissions(options, console)
    _be_writable(out, language)
    isolation = chosen_isolation(options, options.submitted, console)
    begin = time.monotonic()
    book = Book(exercises(), out, work, language)
    try:
        with _reasons(options), _open(book):
            todo = []
            for one in work:
                if book.is_current(one, isolation) and not options.again:
                    book.keep(one)
                else:
                    todo.append(one)
            if len(todo) < len(work):
                console.print(say("kept", language, count=len(work) - len(todo), left=len(todo)))
            interrupted = _grade(options, book, todo, isolation, progress_console)
            return _conclude(options, console, book, len(work), len(todo), interrupted, time.monotonic() - begin)
    except OSError as error:
        raise WrongInput(say("unwritable", language, folder=out, error=error.strerror)) from error


def _submissions(options: argparse.Namespace, console: Console) -> list[Submission]:
    """What was handed in; what is refused is said."""
    language, folder = options.lang, options.submitted
    if not folder.exists():
        raise WrongInput(say("no-folder", language, folder=folder))
    try:
        intake = take_in(folder, exercises())
    except BadArchive as problem:
        raise WrongInput(say("refused-file", language, name=folder, reason=say(problem.reason, language))) from problem
    except OSError as problem:
        raise WrongInput(say("unreadable", language, folder=folder, error=problem.strerror)) from problem
    for refusal in intake.refusals:
        reason = say(refusal.reason, language)
        console.print(say("refused-file", language, name=refusal.name, reason=reason), style="yellow")
    if not intake.submissions:
        raise WrongInput(say("no-submissions", language, folder=folder))
    return intake.submissions


def _be_writable(out: Path, language: str) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=out).close()
    except OSError as error:
        raise WrongInput(say("unwritable", language, folder=out, error=error.strerror)) from error


def chosen_isolation(options: argparse.Namespace, folder: Path, console: Console) -> str:
    """Where the submissions are to run: in the sandbox, once it has been probed; without it only when told so.

    Raises Refused: without a sandbox that holds, nothing is graded. The kit's own sample class is its own code,
    and needs none.
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


@contextlib.contextmanager
def _open(book: Book) -> Iterator[None]:
    book.store.open()
    try:
        yield
    finally:
        book.store.close()


@contextlib.contextmanager
def _reasons(options: argparse.Namespace) -> Iterator[None]:
    """What goes wrong with the secret, the store or the cluster, as a sentence."""
    language, out = options.lang, options.out
    try:
        yield
    except Busy as problem:
        raise WrongInput(say("busy", language, folder=out)) from problem
    except NoSecret as problem:
        raise WrongInput(say(problem.code, language, path=problem.path, error=problem.detail)) from problem
    except (ClusterUnfit, UnfitWorker) as problem:
        raise Refused(say(problem.code, language, address=options.scheduler, detail=problem.detail)) from problem
    except ClusterLost as problem:
        raise Refused(say("cluster-lost", language, address=options.scheduler, folder=out)) from problem


def _grade(
    options: argparse.Namespace, book: Book, todo: list[Submission], isolation: str, progress_console: Console
) -> bool:
    """Grades what is to be graded, each result on the disk before it counts; whether Ctrl-C has cut it short."""
    secret = secret_in(options.secret) if options.secret else secret_of_course(book.store.folder / "secret")
    jobs = options.jobs if options.jobs > 0 else SLOTS_PER_CORE * (os.cpu_count() or 1)
    with contextlib.ExitStack() as stack:
        crew = stack.enter_context(crew_of_cluster(options.scheduler)) if options.scheduler and todo else None
        pool = stack.enter_context(Pool(jobs, options.lang, isolation, crew))
        progress = stack.enter_context(Progress(progress_console, todo, lambda: pool.under_way, options.lang))
        seeds = (seed_for(secret, one.student, one.exercise.name, one.source) for one in todo)
        try:
            for graded in pool.grade(zip(todo, seeds, strict=True)):
                book.enter(graded)
                progress.take(graded)
        except KeyboardInterrupt:
            return True
        except (ClusterLost, UnfitWorker):
            book.write_all()
            raise
    return False


def _conclude(
    options: argparse.Namespace,
    console: Console,
    book: Book,
    count: int,
    graded: int,
    interrupted: bool,
    seconds: float,
) -> int:
    """Writes the tables and says what was done; the exit code."""
    language, out = options.lang, options.out
    book.write_all()
    marks = book.marks()
    if options.json:
        print(json.dumps(list(book.records()), indent=2, ensure_ascii=False))
    show_class(console, exercises(), marks, language)
    if lacking := book.not_graded():
        console.print(say("some-not-graded", language, count=lacking))
    if interrupted:
        console.print(say("interrupted", language, count=book.entered, folder=out))
        return INTERRUPTED
    console.print(say("graded", language, count=graded, students=len(marks), seconds=round(seconds, 1), folder=out))
    return GRADER_FAULT if book.faults() else 0

"""The command line: list, check, watch, explain, grade, export, doctor.

Exit codes: 0 when all is right (for `grade`: when everything was graded), 1 when a check fails, 2 for a wrong call,
3 for a fault of the grader, 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import EXERCISES, Exercise, UnknownExercise, exercises, find
from autograder.exports.command import add_formats
from autograder.texts import LANGUAGES, language_of_locale, lessons, say
from autograder.wrong_call import Parser, WrongCall, nearest_of

if TYPE_CHECKING:
    from rich.console import Console

ALL_RIGHT, CHECK_FAILED, WRONG_CALL, GRADER_FAULT, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(words)
    try:
        options = _parser(language).parse_args(words)
        options.lang = options.lang or language
        if options.run is not _check:  # which is over before there is garbage worth looking for
            gc.enable()
        return int(options.run(options))
    except WrongCall as problem:
        print(problem, file=sys.stderr)
        return WRONG_CALL
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return ALL_RIGHT


def _language(words: Sequence[str]) -> str:
    """The language asked for, read before the rest so that even a wrong call is answered in it."""
    for word, following in itertools.pairwise([*words, ""]):
        asked = word.removeprefix("--lang=") if word.startswith("--lang=") else following if word == "--lang" else ""
        if asked in LANGUAGES:
            return asked
    return language_of_locale()


def _parser(language: str) -> Parser:
    def text(key: str) -> str:
        return say(key, language)

    parser = Parser(language=language, prog="python -m autograder", description=text("description"))
    commands = parser.commands("list | check | watch | explain | grade | export | doctor")
    shared = Parser(language=language, helps=False)
    shared.add_argument("--lang", choices=LANGUAGES, help=text("help-lang"))

    listing = commands.add_parser("list", help=text("help-list"), parents=[shared])
    listing.set_defaults(run=_list)

    check = commands.add_parser("check", help=text("help-check"), parents=[shared])
    check.add_argument("exercises", nargs="*", metavar="EXERCISE", help=text("help-exercise"))
    check.add_argument("--module", type=Path, metavar="PATH", help=text("help-module"))
    check.add_argument("--only", default="", metavar="FUNCTION", help=text("help-only"))
    check.add_argument("--seed", metavar="N", help=text("help-seed"))
    check.add_argument("--json", action="store_true", help=text("help-json"))
    check.add_argument("--html", type=Path, metavar="FILE", help=text("help-html"))
    check.set_defaults(run=_check)

    watching = commands.add_parser("watch", help=text("help-watch"), parents=[shared])
    watching.add_argument("exercises", nargs="*", metavar="EXERCISE", help=text("help-exercise"))
    watching.add_argument("--module", type=Path, metavar="PATH", help=text("help-module"))
    watching.add_argument("--seed", metavar="N", help=text("help-seed"))
    watching.set_defaults(run=_watch)

    explain = commands.add_parser("explain", help=text("help-explain"), parents=[shared])
    explain.add_argument("mistake", nargs="?", metavar="MISTAKE", help=text("help-mistake"))
    explain.set_defaults(run=_explain)

    grade = commands.add_parser("grade", help=text("help-grade"), parents=[shared])
    grade.add_argument("submitted", type=Path, metavar="SUBMITTED", help=text("help-submitted"))
    grade.add_argument("--out", type=Path, required=True, metavar="DIR", help=text("help-out"))
    grade.add_argument("--jobs", type=int, default=0, metavar="N", help=text("help-jobs"))
    grade.add_argument("--scheduler", metavar="tcp://HOST:PORT", help=text("help-scheduler"))
    grade.add_argument("--secret", type=Path, metavar="FILE", help=text("help-secret"))
    grade.add_argument("--again", action="store_true", help=text("help-again"))
    grade.add_argument("--unsafe", action="store_true", help=text("help-unsafe"))
    grade.add_argument("--json", action="store_true", help=text("help-json"))
    grade.set_defaults(run=_grade)

    exporting = commands.add_parser("export", help=text("help-export"))
    add_formats(exporting, shared, text)
    exporting.set_defaults(run=_export)

    doctor = commands.add_parser("doctor", help=text("help-doctor"), parents=[shared])
    doctor.set_defaults(run=_doctor)
    return parser


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, stderr=stderr)


def _list(options: argparse.Namespace) -> int:
    from autograder.report.terminal import show_list

    show_list(_console(), exercises(), options.lang)
    return ALL_RIGHT


def _chosen(asked: Sequence[str], language: str) -> list[Exercise]:
    try:
        return [find(word) for word in asked] or list(exercises())
    except UnknownExercise as problem:
        nearest = say("nearest", language, nearest=problem.nearest) if problem.nearest else ""
        raise WrongCall(say("unknown-exercise", language, asked=problem.asked, nearest=nearest)) from None


def _modules(options: argparse.Namespace) -> dict[Exercise, Path]:
    """The exercises that were asked for, each with its module: the one that was named, or that of exercises/."""
    chosen = _chosen(options.exercises, options.lang)
    if options.module is not None and len(chosen) != 1:
        raise WrongCall(say("module-needs-one", options.lang))
    if options.module is not None and not options.module.exists():
        raise WrongCall(say("no-such-module", options.lang, path=options.module))
    return {exercise: options.module or EXERCISES / f"{exercise.name}.py" for exercise in chosen}


def _check(options: argparse.Namespace) -> int:
    from autograder.own_work import check_modules

    language = options.lang
    modules = _modules(options)
    if options.only:
        chosen = list(modules)
        judged = [name for exercise in chosen for name in exercise.functions]
        chosen = [exercise for exercise in chosen if options.only in exercise.functions]
        if not chosen:
            nearest = nearest_of(options.only, judged, language)
            raise WrongCall(
                say("unknown-function", language, asked=options.only, nearest=nearest, names=", ".join(judged))
            )
        modules = {exercise: modules[exercise] for exercise in chosen}

    def show(exercise: Exercise, record: dict[str, Any]) -> None:
        if not options.json:
            from autograder.report.terminal import show_result

            show_result(_console(), record, exercise, language)

    try:
        records, fault = check_modules(modules, _seed(options), options.only, language, show)
    except RuntimeError as problem:
        print(say("grader-fault", language, error=problem), file=sys.stderr)
        return GRADER_FAULT
    if options.html:
        _write_page(options, records, tuple(modules))
    if options.json:
        print(json.dumps(records, indent=2, ensure_ascii=False))
    else:
        _console().print(say("own-rights", language), style="dim")
    if fault:
        return GRADER_FAULT
    failed = any(check["outcome"] in ("failed", "skipped") for record in records for check in record["checks"])
    return CHECK_FAILED if failed else ALL_RIGHT


def _seed(options: argparse.Namespace) -> int:
    if options.seed is None:
        return random.randrange(1_000_000)
    if not options.seed.isdecimal() or len(options.seed) > 18:
        raise WrongCall(say("seed-is-a-number", options.lang))
    return int(options.seed)


def _watch(options: argparse.Namespace) -> int:
    from autograder.watch import watch

    modules = _modules(options)
    _seed(options)
    try:
        watch(_console(), modules, lambda: _seed(options), options.lang)
    except RuntimeError as problem:
        print(say("grader-fault", options.lang, error=problem), file=sys.stderr)
        return GRADER_FAULT
    return ALL_RIGHT


def _write_page(options: argparse.Namespace, records: list[dict[str, Any]], course: tuple[Exercise, ...]) -> None:
    from autograder.report.html import page_of

    page = page_of(say("page-yours", options.lang), records, course, options.lang)
    try:
        options.html.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WrongCall(say("unwritable", options.lang, folder=options.html, error=error.strerror)) from error


def _explain(options: argparse.Namespace) -> int:
    from autograder.report.terminal import show_lesson, show_lessons

    if options.mistake is None:
        show_lessons(_console(), exercises(), options.lang)
        return ALL_RIGHT
    known = lessons(options.lang)
    if options.mistake not in known:
        nearest = nearest_of(options.mistake, known, options.lang)
        raise WrongCall(say("unknown-mistake", options.lang, asked=options.mistake, nearest=nearest))
    show_lesson(_console(), known[options.mistake], options.lang)
    return ALL_RIGHT


def _grade(options: argparse.Namespace) -> int:
    from autograder.grading.class_run import Refused, WrongInput, grade_class

    try:
        ended = grade_class(options, _console(stderr=options.json), _console(stderr=True))
        if ended != INTERRUPTED:
            _write_page_of_class(options)
        return ended
    except WrongInput as problem:
        raise WrongCall(str(problem)) from None
    except Refused as problem:
        print(problem, file=sys.stderr)
        return GRADER_FAULT


def _write_page_of_class(options: argparse.Namespace) -> None:
    """Writes `class.html` beside the results that are there now."""
    from autograder.exports.class_page import write_page
    from autograder.exports.results import CannotExport

    try:
        write_page(options.out, exercises(), options.lang)
    except CannotExport as problem:
        raise WrongCall(say(problem.code, options.lang, **problem.data)) from None
    except OSError as error:
        raise WrongCall(say("unwritable", options.lang, folder=options.out, error=error.strerror)) from None


def _export(options: argparse.Namespace) -> int:
    from autograder.exports.command import export
    from autograder.exports.results import CannotExport

    try:
        print(export(options))
    except CannotExport as problem:
        raise WrongCall(say(problem.code, options.lang, **problem.data)) from None
    except UnknownExercise as problem:
        nearest = say("nearest", options.lang, nearest=problem.nearest) if problem.nearest else ""
        raise WrongCall(say("unknown-exercise", options.lang, asked=problem.asked, nearest=nearest)) from None
    return ALL_RIGHT


def _doctor(options: argparse.Namespace) -> int:
    from autograder.report.terminal import show_findings
    from autograder.sandbox import NoSandbox, control_group
    from autograder.sandbox.doctor import examine, surprises

    try:
        findings = examine()
    except NoSandbox as problem:
        print(say(problem.code, options.lang, detail=problem.detail), file=sys.stderr)
        return GRADER_FAULT
    rows = [(finding.name, finding.holds, finding.detail) for finding in findings]
    show_findings(_console(), rows, "memory-in-group" if control_group.here() else "memory-watched", options.lang)
    return GRADER_FAULT if surprises(findings) else ALL_RIGHT

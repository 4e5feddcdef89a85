"""The command `export`: what else can be made of a graded class, each under a name of its own."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.course import Exercise, exercises, find
from autograder.exports.results import CannotExport, read_class, student_in
from autograder.texts import say
from autograder.wrong_call import Parser

FORMATS = "junit | moodle | gradescope | gradescope-zip | gradebook | page | alike"


def add_formats(parser: Parser, shared: Parser, text: Callable[[str], str]) -> None:
    """Adds the formats below `export`, each with the function that makes it."""
    formats = parser.commands(FORMATS)

    def named(name: str, make: Callable[[argparse.Namespace], str]) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = formats.add_parser(name, help=text(f"help-export-{name}"), parents=[shared])
        made.set_defaults(make=make)
        return made

    def takes_results(made: argparse.ArgumentParser) -> None:
        made.add_argument("results", type=Path, metavar="DIR", help=text("help-results"))

    junit = named("junit", _junit)
    takes_results(junit)
    junit.add_argument("file", type=Path, metavar="FILE", help=text("help-file"))

    moodle = named("moodle", _moodle)
    takes_results(moodle)
    moodle.add_argument("worksheet", type=Path, metavar="WORKSHEET", help=text("help-worksheet"))
    moodle.add_argument("file", type=Path, metavar="FILE", help=text("help-file"))
    moodle.add_argument("--exercise", action="append", metavar="EXERCISE", help=text("help-moodle-exercise"))

    gradescope = named("gradescope", _gradescope)
    takes_results(gradescope)
    gradescope.add_argument("student", metavar="STUDENT", help=text("help-student"))
    gradescope.add_argument("file", type=Path, metavar="FILE", help=text("help-file"))

    gradescope_zip = named("gradescope-zip", _gradescope_zip)
    gradescope_zip.add_argument("file", type=Path, metavar="FILE", help=text("help-file"))

    gradebook = named("gradebook", _gradebook)
    takes_results(gradebook)
    gradebook.add_argument("url", metavar="URL", help=text("help-gradebook-url"))
    gradebook.add_argument("--course", default="default_course", metavar="ID", help=text("help-course"))

    page = named("page", _page)
    takes_results(page)
    page.add_argument("--roster", type=Path, metavar="FILE", help=text("help-roster"))
    page.add_argument("--anonymous", action="store_true", help=text("help-anonymous"))
    page.add_argument("--to", dest="file", type=Path, metavar="FILE", help=text("help-page-file"))

    alike = named("alike", _alike)
    takes_results(alike)
    alike.add_argument("submitted", type=Path, metavar="SUBMITTED", help=text("help-alike-submitted"))


def export(options: argparse.Namespace) -> str:
    """Makes what was asked for; what there is to say about it.

    Raises CannotExport, and autograder.course.UnknownExercise.
    """
    try:
        return str(options.make(options))
    except ModuleNotFoundError as problem:
        raise CannotExport("missing-package", name=problem.name) from problem
    except OSError as error:
        place = error.filename or getattr(options, "file", "")
        raise CannotExport("unwritable", folder=place, error=error.strerror) from error


def _junit(options: argparse.Namespace) -> str:
    from autograder.exports.junit import write_junit

    count = write_junit(read_class(options.results), options.file, options.lang)
    return say("exported-junit", options.lang, count=count, file=options.file)


def _moodle(options: argparse.Namespace) -> str:
    from autograder.exports.moodle import fill_in

    language = options.lang
    chosen: tuple[Exercise, ...] = tuple(map(find, options.exercise)) if options.exercise else exercises()
    records = read_class(options.results)
    try:
        worksheet = options.worksheet.read_bytes()
    except OSError as error:
        raise CannotExport("unreadable", folder=options.worksheet, error=error.strerror) from error
    filled = fill_in(worksheet, records, chosen, language)
    options.file.write_bytes(filled.content)
    said = [say("exported-moodle", language, count=len(filled.entered), file=options.file)]
    for key in ("incomplete", "locked", "elsewhere"):
        if names := getattr(filled, key):
            said.append(say(f"moodle-{key}", language, names=", ".join(names)))
    return "\n".join(said)


def _gradescope(options: argparse.Namespace) -> str:
    from autograder.exports.gradescope import as_results

    results: dict[str, Any] = as_results(student_in(read_class(options.results), options.student), options.lang)
    options.file.write_text(json.dumps(results, indent=2, ensure_ascii=False), encoding="utf-8")
    return say("exported", options.lang, file=options.file)


def _gradescope_zip(options: argparse.Namespace) -> str:
    from autograder.exports.gradescope import write_zip

    count = write_zip(options.file)
    return say("exported-gradescope-zip", options.lang, count=count, file=options.file)


def _gradebook(options: argparse.Namespace) -> str:
    from autograder.exports.gradebook import enter

    language = options.lang
    entered = enter(options.url, read_class(options.results), exercises(), options.course)
    said = [say("exported-gradebook", language, count=entered.marks)]
    if entered.to_review:
        said.append(say("gradebook-review", language, count=entered.to_review))
    for key in ("without_assignment", "without_cell"):
        if names := getattr(entered, key):
            said.append(say(f"gradebook-{key.replace('_', '-')}", language, names=", ".join(names)))
    return "\n".join(said)


def _page(options: argparse.Namespace) -> str:
    from autograder.exports.class_page import write_page
    from autograder.exports.roster import read_roster

    roster = None if options.roster is None else read_roster(options.roster)
    written = write_page(
        options.results, exercises(), options.lang, roster=roster, anonymous=options.anonymous, file=options.file
    )
    return say("exported", options.lang, file=written)


def _alike(options: argparse.Namespace) -> str:
    from autograder.exports.alike import alike_pairs
    from autograder.exports.class_page import ALIKE_FILE
    from autograder.exports.pairs import as_csv
    from autograder.grading.archives import BadArchive
    from autograder.grading.intake import take_in

    language = options.lang
    try:
        submissions = take_in(options.submitted, exercises()).submissions
    except BadArchive as problem:
        raise CannotExport("refused-file", name=options.submitted, reason=say(problem.reason, language)) from problem
    except OSError as error:
        raise CannotExport("unreadable", folder=options.submitted, error=error.strerror) from error
    if not submissions:
        raise CannotExport("no-submissions", folder=options.submitted)
    pairs = alike_pairs(submissions, exercises(), say("alike-solution", language))
    options.file = options.results / ALIKE_FILE
    options.file.write_text(as_csv(pairs), encoding="utf-8")
    return say("exported-alike", language, count=len(pairs), file=options.file)

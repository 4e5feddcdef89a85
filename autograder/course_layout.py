"""`python -m autograder.course_layout FOLDER`: a course that nbgrader runs as it is.

For each exercise the folder gets `source/<exercise>/`, with the notebook in one language and the stub of the module;
beside it the settings. Laid out again, the notebooks and stubs are replaced, the settings and all that nbgrader has
made since are left alone. No solution comes near it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.course import Exercise, exercises
from autograder.notebook.surroundings import notebook_of
from autograder.samples import stub_of
from autograder.texts import LANGUAGES, language_of_locale, say
from autograder.wrong_call import Parser, WrongCall

SETTINGS = Path(__file__).resolve().parent / "notebook" / "nbgrader_config.py"


def taught(language: str) -> list[Exercise]:
    """The exercises that have a notebook."""
    return [exercise for exercise in exercises() if notebook_of(exercise, language).exists()]


def lay_out_course(folder: Path, language: str) -> None:
    """Writes the course into `folder`."""
    for exercise in taught(language):
        place = folder / "source" / exercise.name
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(notebook_of(exercise, language), place / f"{exercise.name}.ipynb")
        shutil.copyfile(stub_of(exercise), place / f"{exercise.name}.py")
    if not (folder / SETTINGS.name).exists():
        shutil.copyfile(SETTINGS, folder / SETTINGS.name)


def language_named(asked: str, otherwise: str) -> str:
    """The language of a name such as `fr` or `fr_FR.UTF-8`. Raises ValueError, with a sentence, for another one."""
    name = asked.lower().replace("_", ".").partition(".")[0]
    if name not in LANGUAGES:
        raise ValueError(say("course-language", otherwise, asked=asked, languages=", ".join(LANGUAGES)))
    return name


def main(arguments: Sequence[str] | None = None) -> int:
    """Lays out a course and says what to do with it; 2 for a wrong call."""
    reader = language_of_locale()
    parser = Parser(language=reader, prog="python -m autograder.course_layout")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=say("help-course-folder", reader))
    parser.add_argument("--lang", default="", metavar="LANGUAGE", help=say("help-course-lang", reader))
    try:
        options = parser.parse_args(arguments)
        language = language_named(options.lang, reader) if options.lang else reader
        lay_out_course(options.folder, language)
    except (WrongCall, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(say("unwritable", reader, folder=problem.filename, error=problem.strerror), file=sys.stderr)
        return 2
    print(say("course-laid-out", reader, folder=options.folder, example=taught(language)[0].name))
    return 0


if __name__ == "__main__":
    sys.exit(main())

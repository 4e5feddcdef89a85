"""How the house is built: who may import whom, what the engine may not know, texts complete in both languages."""

from __future__ import annotations

import ast
import re
import string
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from autograder.checking import Terms
from autograder.course import CHECKS, EXERCISES, ROOT, exercises
from autograder.samples import SOLUTIONS, right_ones
from autograder.texts import LANGUAGES, lessons

ENGINE = Path(__file__).resolve().parent.parent
LAYERS = (
    {"command_line", "__main__", "bench", "course_layout", "notebook", "steady"},
    {"beside", "exports", "grading", "lecture", "own_work", "watch"},
    {"judging"},
    {"jury", "report", "samples", "side_by_side"},
    {"blocks", "diagnosis", "diagram", "peers"},
    {"wrong_call"},
    {"texts"},
    {"student", "sandbox", "shown"},
    {"transcript", "verdict", "course", "deadline", "fairness", "draw", "checking"},
)
"""The parts of the engine, from the command line down: each imports its own layer and those below, never above."""


def modules_of_the_engine() -> list[Path]:
    """Every Python file of the engine, without checks and tests."""
    return [path for path in ENGINE.rglob("*.py") if path.relative_to(ENGINE).parts[0] not in ("checks", "tests")]


def imports_of(path: Path) -> set[str]:
    """The full names of what a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def layer_of(part: str) -> int:
    """The layer of a part of the engine, counted from the top."""
    return next(number for number, parts in enumerate(LAYERS) if part in parts)


@pytest.mark.parametrize("path", modules_of_the_engine(), ids=lambda path: str(path.relative_to(ENGINE)))
def test_imports_run_one_way(path: Path) -> None:
    """A module imports its own layer and those below."""
    part = path.relative_to(ENGINE).parts[0].removesuffix(".py")
    if part == "__init__":
        return
    for name in imports_of(path):
        if name.startswith("autograder."):
            imported = name.split(".")[1]
            assert imported not in ("checks", "tests"), f"{path.name} imports {name}"
            assert layer_of(part) <= layer_of(imported), f"{path.name} imports {name}, which stands above it"


@pytest.mark.parametrize("path", modules_of_the_engine(), ids=lambda path: str(path.relative_to(ENGINE)))
def test_the_engine_names_no_exercise(path: Path) -> None:
    """No exercise's name and no function of one stands in the engine."""
    text = path.read_text(encoding="utf-8")
    for exercise in exercises():
        assert exercise.name not in text
        assert exercise.topic not in text
        assert not re.search(rf"\b{exercise.short_name}\b(?! --module)", text) or path.name == "course.py"


@pytest.mark.parametrize(
    "path",
    [
        ENGINE / "student" / "runner.py",
        *sorted(EXERCISES.glob("*.py")),
        *sorted(SOLUTIONS.glob("*.py")),
        *(path for exercise in exercises() for path in right_ones(exercise)),
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_what_runs_at_the_students_end_needs_the_standard_library_only(path: Path) -> None:
    """The runner, the stubs, the solutions and the right submissions import the standard library."""
    assert {name.partition(".")[0] for name in imports_of(path)} <= set(sys.stdlib_module_names)


def terms_by_check(exercise_name: str) -> dict[str, tuple[Terms, str]]:
    """The terms and the title of each check of an exercise, in their order."""
    scope: dict[str, Any] = {}
    path = CHECKS / f"test_{exercise_name}.py"
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), scope)
    return {
        name.removeprefix("test_"): (thing.terms, thing.__doc__ or "")
        for name, thing in scope.items()
        if name.startswith("test_")
    }


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_checks_keep_the_registry(exercise: Any) -> None:
    """Points add up, core comes first and is about two thirds, every function is judged, titles are in French too."""
    checks = terms_by_check(exercise.name)
    terms = [terms for terms, _ in checks.values()]
    assert sum(each.points for each in terms) == exercise.points
    assert 0.6 <= sum(each.points for each in terms if each.core) / exercise.points <= 0.75
    assert [each.core for each in terms] == sorted((each.core for each in terms), reverse=True)
    assert {each.function for each in terms} == set(exercise.functions)
    assert all(title.strip().endswith(".") and "\n" not in title.strip() for _, title in checks.values())
    french = tomllib.loads((CHECKS / "fr" / f"{exercise.name}.toml").read_text(encoding="utf-8"))
    assert list(french) == list(checks)


def test_every_suggested_mistake_is_in_the_catalogue() -> None:
    """A check suggests mistakes that have a lesson; so do the general symptoms."""
    known = set(lessons("en"))
    for exercise in exercises():
        for terms, _ in terms_by_check(exercise.name).values():
            assert {suggestion.mistake for suggestion in terms.suggestions} <= known
    rules = tomllib.loads((ENGINE / "mistakes" / "symptoms.toml").read_text(encoding="utf-8"))["rules"]
    assert {rule["mistake"] for rule in rules} <= known


def test_lessons_are_complete_in_both_languages() -> None:
    """The catalogue and its two languages hold the same mistakes, each complete."""
    french, english = lessons("fr"), lessons("en")
    assert list(french) == list(english)
    names = {exercise.name for exercise in exercises()}
    for lesson in (*french.values(), *english.values()):
        assert all((lesson.title, lesson.advice, lesson.idea, lesson.wire, lesson.right, lesson.example))
        assert set(lesson.exercises) <= names


@pytest.mark.parametrize("kind", ["facts", "messages", "diagram"])
def test_tables_are_the_same_in_both_languages(kind: str) -> None:
    """The same keys with the same placeholders."""

    def flat(table: dict[str, Any]) -> dict[str, set[str | None]]:
        rows = {
            key: row
            for name, value in table.items()
            for key, row in (value.items() if isinstance(value, dict) else [(name, value)])
        }
        return {
            key: {field for _, field, _, _ in string.Formatter().parse(text)} - {None} for key, text in rows.items()
        }

    tables = [
        flat(tomllib.loads((ENGINE / "texts" / f"{kind}.{language}.toml").read_text("utf-8"))) for language in LANGUAGES
    ]
    assert tables[0] == tables[1]


def test_every_fact_has_a_sentence() -> None:
    """Every code that is raised anywhere stands in the table of facts."""
    table = tomllib.loads((ENGINE / "texts" / "facts.en.toml").read_text(encoding="utf-8"))
    known = {code for section in ("failed", "skipped", "not-graded") for code in table[section]}
    for path in [*ENGINE.rglob("*.py")]:
        if path.relative_to(ENGINE).parts[0] == "tests":
            continue
        text = path.read_text(encoding="utf-8")
        for code in re.findall(r'(?:CheckFailed|NotGraded|UnfitModule|\.failure)\(\s*"([a-z-]+)"', text):
            assert code in known, f"{path.name} raises {code}"


MADE_UP = ("gradebook-", "help-export-", "moodle-", "nothing-", "part-", "probe-", "skipped-", "no-screen")
"""Keys, or their beginnings, that the code puts together."""


@pytest.mark.parametrize("kind", ["facts", "messages"])
def test_no_sentence_that_nobody_says(kind: str) -> None:
    """Every key of the tables stands in the code, between quotation marks."""
    table = tomllib.loads((ENGINE / "texts" / f"{kind}.en.toml").read_text(encoding="utf-8"))
    keys = {key for name, row in table.items() for key in (row if isinstance(row, dict) else [name])}
    sources = [path for suffix in ("py", "jinja") for path in ENGINE.rglob(f"*.{suffix}") if "tests" not in path.parts]
    said = {
        word for path in sources for word in re.findall(r"[\"']([a-z0-9 -]+)[\"']", path.read_text(encoding="utf-8"))
    }
    assert not {key for key in keys - said if not key.startswith(MADE_UP)}


def test_no_path_of_a_machine() -> None:
    """Nothing in the project names a folder of one machine."""
    for path in [*ENGINE.rglob("*.py"), *ROOT.glob("*.md"), ROOT / "Makefile"]:
        assert not re.search(r"/(home/(?!student)|root/)", path.read_text(encoding="utf-8")), path

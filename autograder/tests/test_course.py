"""A course that nbgrader runs: from the release to the gradebook, the same points as `grade`, whatever students do.

An instructor opens it all in a real browser.
"""

from __future__ import annotations

import csv
import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import ROOT
from autograder.course_layout import SETTINGS, lay_out_course, main, taught
from autograder.samples import solution_of, stub_of
from autograder.tests.browser import jupyter, picture, picture_of_failure
from autograder.tests.nbgrader_class import CLASS, EXERCISE, hand_in
from autograder.tests.nbgrader_steps import run_nbgrader
from autograder.tests.verdicts import explain, judge_all

IN_FRENCH = "Jugé"
IN_ENGLISH = "Judged"
TAGS = "span[style*=border-radius]"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A French course, released as a whole, in which a class has handed one exercise in and was graded."""
    folder = tmp_path_factory.mktemp("nbgrader") / "cours"
    english = folder.with_name("course")
    lay_out_course(folder, "fr")
    lay_out_course(english, "en")
    run_nbgrader(english, f"generate_assignment {EXERCISE.name}")
    run_nbgrader(folder, *(f"generate_assignment {exercise.name}" for exercise in taught("fr")))
    released = {"fr": folder, "en": english}
    for student, handed_in in CLASS.items():
        notebook = released[handed_in.language] / "release" / EXERCISE.name / f"{EXERCISE.name}.ipynb"
        hand_in(folder / "submitted", EXERCISE, student, handed_in, notebook)
    run_nbgrader(folder, f"autograde {EXERCISE.name}", f"generate_feedback {EXERCISE.name}", "export")
    return folder


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the grader of classes says of the same modules."""
    folder = tmp_path_factory.mktemp("modules")
    for student, handed_in in CLASS.items():
        if handed_in.module is not None:
            (folder / f"{student}.py").write_text(handed_in.module, encoding="utf-8")
    return judge_all({student: (EXERCISE, folder / f"{student}.py") for student in CLASS})


def cells(path: Path) -> Iterator[Any]:
    """The cells of a notebook."""
    yield from nbformat.read(path, as_version=4).cells


def feedback(course: Path, student: str) -> str:
    """What a student reads afterwards, without its markup."""
    page = (course / "feedback" / student / EXERCISE.name / f"{EXERCISE.name}.html").read_text(encoding="utf-8")
    return html.unescape(re.sub(r"<[^>]+>", "", page))


@pytest.mark.parametrize("student", CLASS)
def test_the_gradebook_says_what_grade_says(course: Path, records: dict[str, dict[str, Any]], student: str) -> None:
    """The same points for the same module."""
    with (course / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file) if row["assignment"] == EXERCISE.name}
    assert float(rows[student]["score"]) == records[student]["points"], explain(records[student])


def test_the_class_is_what_it_is_meant_to_be(records: dict[str, dict[str, Any]]) -> None:
    """Full points, some, none: a comparison of nothing with nothing would prove little."""
    points = {student: record["points"] for student, record in records.items()}
    assert points["ada"] == points["gaelle"] == EXERCISE.points
    assert all(0 < points[student] < EXERCISE.points for student in ("bruno", "david", "emma"))
    assert points["chloe"] == points["farid"] == points["hugo"] == 0


def test_the_release_holds_stubs_and_no_solution(course: Path) -> None:
    """For each exercise a notebook and the stub, and not one line that only the solution has."""
    for exercise in taught("fr"):
        folder = course / "release" / exercise.name
        assert {path.name for path in folder.iterdir()} == {f"{exercise.name}.ipynb", f"{exercise.name}.py"}
        assert (folder / f"{exercise.name}.py").read_bytes() == stub_of(exercise).read_bytes()
        given = stub_of(exercise).read_text(encoding="utf-8")
        lines = [line.strip() for line in solution_of(exercise).read_text(encoding="utf-8").splitlines()]
        telling = {line for line in lines if len(line) > 24 and line not in given and not line.startswith(("#", '"""'))}
        assert len(telling) > 5
        released = [
            line.strip() for cell in cells(folder / f"{exercise.name}.ipynb") for line in cell.source.splitlines()
        ]
        assert not telling & set(released)


@pytest.mark.parametrize("student", [student for student, handed_in in CLASS.items() if handed_in.module is not None])
def test_the_students_module_survives(course: Path, student: str) -> None:
    """What was judged is what was handed in."""
    judged = course / "autograded" / student / EXERCISE.name / f"{EXERCISE.name}.py"
    assert judged.read_text(encoding="utf-8") == CLASS[student].module


def test_a_forgotten_module_is_not_given_the_courses(course: Path) -> None:
    """Neither the stub nor what stands in `exercises/`: the student is told that it is missing."""
    assert not (course / "autograded" / "hugo" / EXERCISE.name / f"{EXERCISE.name}.py").exists()
    assert f"Il n’y a pas de module {EXERCISE.name}.py" in feedback(course, "hugo")


def test_feedback_speaks_the_language_of_the_students_notebook(course: Path) -> None:
    """Both languages in one class."""
    assert IN_ENGLISH in feedback(course, "ada") and IN_FRENCH not in feedback(course, "ada")
    assert IN_FRENCH in feedback(course, "david") and IN_ENGLISH not in feedback(course, "david")


def test_feedback_shows_the_module_below_the_question(course: Path) -> None:
    """Who grades the answer by hand, and who reads the feedback, sees the code that it is about."""
    text = feedback(course, "ada")
    lines = [line for line in (CLASS["ada"].module or "").splitlines() if line.strip()]
    begin = text.rindex(lines[0])
    assert all(line in text[begin:] for line in lines)
    assert text.index("Student's answer") < begin


def test_what_is_graded_by_hand_waits_for_somebody(course: Path) -> None:
    """An answer that was left as it was is worth nothing; one that was written needs somebody to read it."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        grades = book.find_submission(EXERCISE.name, "chloe").notebooks[0].grades
        by_hand = [grade for grade in grades if grade.cell.cell_type == "markdown"]
        assert by_hand and all(grade.auto_score == 0 and not grade.needs_manual_grade for grade in by_hand)
        assert sum(grade.max_score for grade in grades if grade not in by_hand) == EXERCISE.points


def test_a_notebook_that_is_not_trusted_shows_the_same_table(page: Any, course: Path, tmp_path: Path) -> None:
    """JupyterLab takes away what could run, and leaves the text, its colours and the fold."""
    name = f"{EXERCISE.name}.ipynb"
    shutil.copyfile(course / "autograded" / "david" / EXERCISE.name / name, tmp_path / name)
    with (
        jupyter(["jupyterlab", f"--ServerApp.root_dir={tmp_path}"], tmp_path, tmp_path / "home") as address,
        picture_of_failure(page),
    ):
        page.goto(address.replace("/lab?", f"/lab/tree/{name}?"))
        badge = page.locator(f".jp-OutputArea {TAGS}").first
        badge.wait_for()
        badge.scroll_into_view_if_needed()
        picture(page, "untrusted")
        assert badge.evaluate("each => getComputedStyle(each).backgroundColor") not in ("rgba(0, 0, 0, 0)", "")


def test_the_formgrader_opens_a_submission(page: Any, course: Path, tmp_path: Path) -> None:
    """The question that is graded by hand, the points of the check cells, and the module below."""
    with jupyter(["jupyterlab"], course, tmp_path) as address, picture_of_failure(page):
        page.goto(address)
        # by the student's name: "Submission #1" is another student in each gradebook
        page.goto(f"{address.partition('/lab')[0]}/formgrader/manage_students/ada/{EXERCISE.name}")
        page.get_by_role("link", name=EXERCISE.name, exact=True).click()
        page.get_by_text("Student's answer").first.wait_for()
        picture(page, "formgrader")
        text = page.locator("body").inner_text()
        assert all(f'check("{EXERCISE.short_name}.{function}")' in text for function in EXERCISE.functions)
        assert f"def {EXERCISE.functions[1]}(" in text


def test_make_course_takes_its_language_from_its_caller_or_the_locale(tmp_path: Path) -> None:
    """LANG is a variable of the environment too, where it says fr_FR.UTF-8."""
    for words, environment, expected in (
        ([], {"LANG": "fr_FR.UTF-8"}, ""),
        ([], {"LANG": "C.UTF-8"}, ""),
        (["LANG=fr"], {}, "--lang 'fr'"),
    ):
        line = subprocess.run(
            ["make", "--no-print-directory", "-n", "-o", ".venv/.ready", "course", "OUT=here", *words],
            cwd=ROOT,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()[-1]
        assert line.rstrip().endswith(f"course_layout 'here' {expected}".rstrip())


@pytest.mark.parametrize(
    ("words", "locale", "expected"),
    [
        ([], "fr_FR.UTF-8", "fr"),
        ([], "C.UTF-8", "en"),
        (["--lang", "fr_BE.UTF-8"], "C", "fr"),
        (["--lang", "en"], "fr", "en"),
    ],
)
def test_a_course_is_laid_out_in_one_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], locale: str, expected: str
) -> None:
    """As the notebooks themselves say."""
    monkeypatch.setenv("LC_ALL", locale)
    assert main([str(tmp_path), *words]) == 0
    for exercise in taught(expected):
        notebook = tmp_path / "source" / exercise.name / f"{exercise.name}.ipynb"
        assert json.loads(notebook.read_bytes())["metadata"]["lang"] == expected


def test_a_course_laid_out_again_keeps_what_is_the_instructors(tmp_path: Path) -> None:
    """Notebooks and stubs are replaced; the settings, the gradebook and the submissions stay."""
    lay_out_course(tmp_path, "en")
    notebook = tmp_path / "source" / EXERCISE.name / f"{EXERCISE.name}.ipynb"
    for kept in (tmp_path / SETTINGS.name, tmp_path / "gradebook.db", notebook):
        kept.write_text("mine")
    lay_out_course(tmp_path, "en")
    assert (tmp_path / SETTINGS.name).read_text() == (tmp_path / "gradebook.db").read_text() == "mine"
    assert notebook.read_text() != "mine"


def test_a_wrong_call_is_answered_by_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A language that there is none of, a folder that cannot be made."""
    monkeypatch.setenv("LC_ALL", "C")
    (tmp_path / "file").touch()
    for words, expected in (
        ([str(tmp_path), "--lang", "de"], "“de”"),
        ([str(tmp_path / "file" / "course")], "cannot be"),
    ):
        assert main(words) == 2
        printed = capsys.readouterr()
        assert expected in printed.err and len(printed.err.splitlines()) == 1

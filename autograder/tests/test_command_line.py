# cases: 39
"""The command line as a person meets it: its exit codes, its JSON, its sentences in both languages."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import ROOT, exercises
from autograder.deadline import Deadline
from autograder.samples import lay_out_class, solution_of, stub_of

FIELDS = {"name", "function", "title", "outcome", "points", "max_points", "mistake", "fact", "advice"} | {
    "code",
    "data",
    "wire",
}


def run(*words: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m autograder` and waits for it."""
    return subprocess.run(
        [sys.executable, "-m", "autograder", *words],
        cwd=cwd,
        env=os.environ | {"LANG": "C.UTF-8", "LC_ALL": "", "PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_list_shows_every_exercise_in_the_language_of_the_locale() -> None:
    """English by default, French where the locale is French or --lang says so."""
    for result, language in (
        (run("list"), "en"),
        (run("list", LANG="fr_FR.UTF-8"), "fr"),
        (run("list", "--lang", "fr"), "fr"),
    ):
        assert result.returncode == 0, result.stderr
        for exercise in exercises():
            assert exercise.name in result.stdout
            assert exercise.title[language].split()[0] in result.stdout


def test_check_of_a_right_module_ends_with_0_and_says_so_in_json() -> None:
    """The JSON holds what the documentation promises."""
    exercise = exercises()[1]
    result = run("check", exercise.short_name, "--module", str(solution_of(exercise)), "--seed", "7", "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    (record,) = json.loads(result.stdout)
    assert record["exercise"] == exercise.name
    assert record["seed"] == 7
    assert record["points"] == record["max_points"] == exercise.points
    assert all(set(check) == FIELDS for check in record["checks"])


def test_check_of_a_stub_ends_with_1() -> None:
    """In both languages, with the command that replays it."""
    exercise = exercises()[1]
    for language, words in (("en", "is not written yet"), ("fr", "n’est pas encore écrit")):
        result = run("check", str(exercise.number), "--module", str(stub_of(exercise)), "--lang", language)
        assert result.returncode == 1, result.stderr
        assert words in result.stdout
        assert "--seed" in result.stdout


def test_only_judges_one_function() -> None:
    """--only names a function; the points are those of its checks."""
    exercise = exercises()[1]
    name = exercise.functions[0]
    result = run("check", exercise.topic, "--module", str(solution_of(exercise)), "--only", name, "--json")
    (record,) = json.loads(result.stdout)
    assert (result.returncode, result.stderr) == (0, "")
    assert {check["function"] for check in record["checks"]} == {name}


def test_ctrl_c_while_a_check_is_starting_leaves_nothing_behind(tmp_path: Path) -> None:
    """The places where the module is to run are there before anything else is: they go too."""
    exercise = exercises()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "check", exercise.name, "--module", str(solution_of(exercise))],
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        process_group=0,
    )
    deadline = Deadline(60)
    while not list(tmp_path.glob("student-*/*.py")) and process.poll() is None and not deadline.passed():
        os.sched_yield()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert errors == b""
    assert process.returncode in (130, -signal.SIGINT)  # the second is how Python may end after it, and a shell's 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["check", "ex05_tcp_recieve_loop"], "ex05_tcp_receive_loop"),
        (["check", "99"], "list"),
        (["check", "--only", "recieve_all"], "receive_all"),
        (["check", "ex05", "--module", "nowhere.py"], "nowhere.py"),
        (["check", "--module", "README.md"], "--module"),
        (["check", "--seed", "many"], "--seed"),
        (["check", "--lang", "de"], "de"),
        (["explain", "recv-onec"], "recv-once"),
        (["grade", "nowhere", "--out", "build/out"], "nowhere"),
        (["grade", "autograder/texts", "--out", "build/out"], "<student>"),
        (["dance"], "dance"),
        (["chek"], "check"),
        (["check", "--sed", "1"], "--sed"),
        (["grade"], "SUBMITTED"),
        (["grade", "nowhere", "--out", "build/out", "--jobs", "many"], "--jobs"),
        ([], "--help"),
    ],
)
def test_a_wrong_call_ends_with_2_and_one_sentence(words: list[str], expected: str) -> None:
    """What is wrong and what to do, without a traceback."""
    said = set()
    for language in ("en", "fr"):
        result = run(*words, LANG=f"{language}_XX.UTF-8")
        assert result.returncode == 2, result.stderr
        assert expected in result.stderr.replace("étudiant", "student")
        said.add(result.stderr)
        assert result.stderr.count("\n") == 1
    assert len(said) == 2, "French and English are the same"


def test_explain_tells_a_lesson_and_lists_them() -> None:
    """One lesson whole, or all by exercise."""
    for language in ("en", "fr"):
        one, every = run("explain", "recv-once", "--lang", language), run("explain", "--lang", language)
        assert one.returncode == every.returncode == 0
        assert "recv" in one.stdout
        assert all(exercise.name in every.stdout for exercise in exercises())
        assert "recv-once" in every.stdout


def test_grade_writes_the_marks_of_the_sample_class(tmp_path: Path) -> None:
    """Eight students; each file says what `check` would, and the table adds up."""
    lay_out_class(tmp_path / "submitted")
    result = run("grade", str(tmp_path / "submitted"), "--out", str(tmp_path / "graded"), "--json")
    assert result.returncode == 0, result.stderr
    with (tmp_path / "graded" / "grades.csv").open() as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert len(rows) == 8
    total = sum(exercise.points for exercise in exercises())
    assert float(rows["ada"]["total"]) == total
    assert float(rows["chloe"]["total"]) == 0
    assert float(rows["farid"]["total"]) == 0
    assert 0 < float(rows["bruno"]["total"]) < total
    assert 0 < float(rows["david"]["total"]) < total
    assert rows["hugo"][exercises()[-1].name] == ""
    everybody = {record["student"]: record for record in json.loads(result.stdout)}
    for student, row in rows.items():
        stored = json.loads((tmp_path / "graded" / f"{student}.json").read_text(encoding="utf-8"))
        assert stored == everybody[student]
        assert float(row["total"]) == stored["points"]
        page = (tmp_path / "graded" / f"{student}.html").read_text(encoding="utf-8")
        assert f"<h1>{student}</h1>" in page
        assert len(page.encode()) < 300_000


def test_ctrl_c_keeps_what_is_graded(tmp_path: Path) -> None:
    """Exit code 130; the students graded so far are in their files."""
    lay_out_class(tmp_path / "submitted")
    out = tmp_path / "graded"
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", str(tmp_path / "submitted"), "--out", str(out), "--jobs", "1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        deadline = Deadline(60)
        while process.poll() is None and not list(out.glob("*.json")) and not deadline.passed():
            os.sched_yield()
        process.send_signal(signal.SIGINT)
        text, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, text
    assert "Interrupted" in text or "Interrompu" in text
    assert json.loads(next(out.glob("*.json")).read_text(encoding="utf-8"))["exercises"]

"""A class is graded once: what is done stays done, whatever befalls the grader; what has changed is graded anew."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.course import ROOT, exercises
from autograder.deadline import Deadline
from autograder.grading import fingerprint
from autograder.grading import places as places_of_a_class
from autograder.grading.book import Book
from autograder.grading.draws import NoSecret, secret_in, secret_of_course, seed_for
from autograder.grading.intake import Submission
from autograder.grading.places import Idleness, Places
from autograder.grading.pool import Graded, Pool
from autograder.grading.store import Busy, Store, write_whole
from autograder.samples import solution_of, stub_of
from autograder.sandbox.bwrap import bubblewrap
from autograder.tests.canaries import ON_LINUX, need_sandbox
from autograder.tests.terminal import PATIENCE, terminal

pytestmark = ON_LINUX

STUDENTS = 4
QUICK = exercises()[:3]
WAITS_IN_THE_MIDDLE = """
import itertools, sys
from autograder.command_line import main
from autograder.grading.store import Store

put, count = Store.put, itertools.count(1)

def put_and_wait(store, row):
    put(store, row)
    if next(count) == 3:
        sys.stdin.read()

Store.put = put_and_wait
sys.exit(main())
"""
"""The grader, which goes no further once three results are on the disk: what befalls it does so in the middle."""


def lay_out(folder: Path) -> Path:
    """A class whose odd students have the solutions and the even ones the stubs, each signed with a comment."""
    for number in range(STUDENTS):
        for exercise in QUICK:
            source = (solution_of if number % 2 else stub_of)(exercise).read_text(encoding="utf-8")
            path = folder / f"s{number}" / exercise.name / f"{exercise.name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{source}\n# by student {number}\n", encoding="utf-8")
    return folder


def command(submitted: Path, out: Path, *words: str) -> list[str]:
    """The words that grade."""
    return [sys.executable, "-m", "autograder", "grade", str(submitted), "--out", str(out), "--lang", "en", *words]


def grade(submitted: Path, out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Grades to the end."""
    return subprocess.run(
        command(submitted, out, *words), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


def waits_in_the_middle(submitted: Path, out: Path, *words: str, **options: Any) -> subprocess.Popen[bytes]:
    """A grader that has three results on the disk and waits, or has ended."""
    call = [sys.executable, "-c", WAITS_IN_THE_MIDDLE, *command(submitted, out, *words, "--jobs", "1")[3:]]
    process = subprocess.Popen(call, cwd=ROOT, stdin=subprocess.PIPE, **options)
    deadline = Deadline(60)
    while len(times(out)) < 3 and process.poll() is None and not deadline.passed():
        os.sched_yield()
    return process


def rows_in(out: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Every row of the store."""
    return {(row["student"], row["exercise"]): row for row in Store(out).rows()}


def verdicts(out: Path) -> dict[tuple[str, str], Any]:
    """What must be the same however often the grader was stopped."""
    return {
        key: (row["points"], row["seed"], [(check["name"], check["outcome"]) for check in row["checks"]])
        for key, row in rows_in(out).items()
    }


def times(out: Path) -> dict[str, int]:
    """When each result was written, by its path, in nanoseconds."""
    return {str(path.relative_to(out)): path.stat().st_mtime_ns for path in out.glob("store/results/*/*.json")}


def processes_of(folder: Path) -> set[int]:
    """The processes whose temporary files are in a folder: the foreman and the judges of a grader started there."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if f"TMPDIR={folder}".encode() in (path / "environ").read_bytes():
                found.add(int(path.name))
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A class, and its results as an undisturbed run writes them."""
    need_sandbox()
    folder = tmp_path_factory.mktemp("class")
    submitted, out = lay_out(folder / "submitted"), folder / "graded"
    (folder / "secret").write_text("a secret that is long enough")
    done = grade(submitted, out, "--secret", str(folder / "secret"))
    assert done.returncode == 0, done.stderr
    yield submitted, out


def test_killed_in_the_middle_it_goes_on_where_it_stopped(whole: tuple[Path, Path], tmp_path: Path) -> None:
    """After kill -9 nothing that was done is done again, nothing is lost, and no process is left."""
    submitted, reference = whole
    out, mine = tmp_path / "graded", tmp_path / "temporary"
    mine.mkdir()
    secret = ("--secret", str(reference.parent / "secret"))
    environment = os.environ | {"TMPDIR": str(mine)}
    with waits_in_the_middle(submitted, out, *secret, env=environment) as process:
        foremen = processes_of(mine)
        process.kill()
    before, deadline = times(out), Deadline(60)
    assert len(before) == 3
    assert foremen
    while processes_of(mine) and not deadline.passed():
        os.sched_yield()
    assert not processes_of(mine)
    again = grade(submitted, out, *secret)
    assert again.returncode == 0, again.stderr
    assert f"{len(before)} submissions were graded before" in again.stdout.replace("\n", " ")
    after = times(out)
    assert {name: after[name] for name in before} == before
    assert verdicts(out) == verdicts(reference)
    assert (out / "grades.csv").read_bytes() == (reference / "grades.csv").read_bytes()
    assert not list(out.rglob("*.partial"))


def test_ctrl_c_in_the_middle_goes_on_as_well(whole: tuple[Path, Path], tmp_path: Path) -> None:
    """Exit code 130, tables of what is done, and the same command does the rest."""
    submitted, reference = whole
    out = tmp_path / "graded"
    secret = ("--secret", str(reference.parent / "secret"))
    process = waits_in_the_middle(submitted, out, *secret, stdout=subprocess.PIPE)
    process.send_signal(signal.SIGINT)
    words, _ = process.communicate(timeout=60)
    assert process.returncode == 130, words
    assert (out / "grades.csv").exists()
    before = times(out)
    assert len(before) == 3
    assert grade(submitted, out, *secret).returncode == 0
    assert {name: times(out)[name] for name in before} == before
    assert verdicts(out) == verdicts(reference)


def test_only_what_has_changed_is_graded_again(whole: tuple[Path, Path], tmp_path: Path) -> None:
    """One changed module, one row; --again grades everything; the same work meets the same payloads again."""
    submitted, out = (Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in whole)
    secret = ("--secret", str(whole[1].parent / "secret"))
    before, seeds = times(out), {key: row["seed"] for key, row in rows_in(out).items()}
    assert grade(submitted, out, *secret).returncode == 0
    assert times(out) == before
    changed = submitted / "s1" / QUICK[0].name / f"{QUICK[0].name}.py"
    changed.write_bytes(stub_of(QUICK[0]).read_bytes())
    assert grade(submitted, out, *secret).returncode == 0
    after = times(out)
    assert [name for name in before if before[name] != after[name]] == [f"store/results/s1/{QUICK[0].name}.json"]
    row = rows_in(out)["s1", QUICK[0].name]
    assert row["points"] == 0 and row["seed"] != seeds["s1", QUICK[0].name]
    done = grade(submitted, out, *secret, "--again")
    assert done.returncode == 0
    assert all(after[name] != moment for name, moment in times(out).items())
    del seeds["s1", QUICK[0].name]
    assert {key: row["seed"] for key, row in rows_in(out).items()}.items() >= seeds.items()


def test_a_changed_kit_is_another_kit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The checks of an exercise count for it alone; the engine counts for all."""
    first, second = QUICK[0], QUICK[1]
    before = fingerprint.of_kit(first), fingerprint.of_kit(second)
    changed = tmp_path / "changed.py"
    changed.write_bytes(first.checks.read_bytes() + b"\n# changed\n")
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(changed if path == first.checks else path))
    fingerprint.of_kit.cache_clear()
    fingerprint._of_engine.cache_clear()
    assert fingerprint.of_kit(first) != before[0]
    assert fingerprint.of_kit(second) == before[1]
    jury = fingerprint.ENGINE / "jury.py"
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(changed if path == jury else path))
    fingerprint.of_kit.cache_clear()
    fingerprint._of_engine.cache_clear()
    assert fingerprint.of_kit(second) != before[1]
    fingerprint.of_kit.cache_clear()
    fingerprint._of_engine.cache_clear()


def test_a_row_of_another_kit_is_not_current(whole: tuple[Path, Path], tmp_path: Path) -> None:
    """It is graded again, as is what the grader itself was at fault for, and what ran elsewhere."""
    submitted, out = (Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in whole)
    store = Store(out)
    for number, change in enumerate(({"kit_sha256": "other"}, {"fault": "its judge ended"}, {"isolation": "none"})):
        row = store.get(f"s{number}", QUICK[0].name)
        assert row is not None
        store.put(row | change)
    (out / "store" / "results" / "s3" / f"{QUICK[0].name}.json").write_text('{"schema": 1')
    before = times(out)
    done = grade(submitted, out, "--secret", str(whole[1].parent / "secret"))
    assert done.returncode == 0, done.stderr
    after = times(out)
    assert {name for name in before if before[name] != after[name]} == {
        f"store/results/s{number}/{QUICK[0].name}.json" for number in range(STUDENTS)
    }
    assert verdicts(out) == verdicts(whole[1])


def test_the_sentences_of_what_is_kept_are_in_the_language_asked_for(whole: tuple[Path, Path], tmp_path: Path) -> None:
    """Results are kept in no language: another one costs no grading."""
    out = Path(shutil.copytree(whole[1], tmp_path / "graded"))
    before = times(out)
    done = grade(whole[0], out, "--secret", str(whole[1].parent / "secret"), "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert times(out) == before
    record = json.loads((out / "s0.json").read_text(encoding="utf-8"))
    assert "n’est pas encore écrit" in record["exercises"][0]["checks"][0]["fact"]


def test_two_graders_do_not_write_into_the_same_folder(tmp_path: Path) -> None:
    """The second is told so; a lock that a killed grader held is free."""
    first, second = Store(tmp_path), Store(tmp_path)
    first.open()
    with pytest.raises(Busy):
        second.open()
    first.close()
    second.open()
    second.close()


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    """A row that does not fit is not there, or is as it was before; no half of it stays."""
    store = Store(tmp_path)
    store.open()
    row = {"student": "ada", "exercise": "one", "checks": []}
    store.put(row)
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)); row = {row!r}"
    script = (
        f"{limit} | {{'checks': ['x' * 1000]}}\nfrom pathlib import Path\nfrom autograder.grading.store import Store\n"
        f"Store(Path({str(tmp_path)!r})).put(row)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "OSError" in done.stderr
    assert store.get("ada", "one") == {"schema": 1} | row
    assert not list(tmp_path.rglob("*.partial"))
    store.close()


SMALL_DISK = 2_000_000
"""Bytes: enough for the results of the class, and little enough to be filled."""
FILLED_THEN_FREED = """
out=$1 copy=$2; shift 2
head -c 1900000 /dev/zero > "$out/filler"
"$@"; echo "exit code $?"
rm "$out/filler"
"$@"; echo "exit code $?"
cp -r "$out/store" "$copy"
"""


def test_a_disk_that_fills_up_loses_nothing(whole: tuple[Path, Path], tmp_path: Path) -> None:
    """A real file system without room: one sentence; once there is room, the same command goes on."""
    submitted, reference = whole
    out, copy = tmp_path / "graded", tmp_path / "copy"
    for folder in (out, copy):
        folder.mkdir()
    words = command(submitted, out, "--secret", str(reference.parent / "secret"))
    disk = [bubblewrap(), "--dev-bind", "/", "/", "--size", str(SMALL_DISK), "--tmpfs", str(out)]
    disk += ["--cap-add", "ALL"] if os.getuid() == 0 else []
    done = subprocess.run(
        [*disk, "sh", "-c", FILLED_THEN_FREED, "sh", str(out), str(copy), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    full, freed = done.stdout.split("exit code 2\n")
    assert f"{out} cannot be written to: No space left on device." in done.stderr + full
    assert "Traceback" not in done.stderr
    assert " graded before" in freed and freed.endswith("exit code 0\n")
    assert verdicts(copy) == verdicts(reference)


def test_a_write_that_was_cut_is_cleared_away(tmp_path: Path) -> None:
    """What a killed grader left half written is gone when the next one opens."""
    store = Store(tmp_path)
    store.open()
    store.put({"student": "ada", "exercise": "one"})
    left = tmp_path / "store" / "results" / "ada" / ".one.json.x.partial"
    left.write_text("{")
    store.close()
    store.open()
    assert not left.exists() and [row["student"] for row in store.rows()] == ["ada"]
    store.close()
    write_whole(tmp_path / "whole", "text")
    assert (tmp_path / "whole").read_text() == "text"


def test_payloads_are_the_courses_the_students_and_the_works_own(tmp_path: Path) -> None:
    """Whatever of these differs, the seed does; the same gives the same."""
    secret = secret_of_course(tmp_path / "secret")
    assert secret_of_course(tmp_path / "secret") == secret
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    seeds = {
        seed_for(*arguments)
        for arguments in [
            (secret, "ada", "one", b"x"),
            (secret, "ada", "one", b"x"),
            (secret, "ada", "one", b"y"),
            (secret, "ada", "two", b"x"),
            (secret, "bob", "one", b"x"),
            (b"other" + secret, "ada", "one", b"x"),
            (secret, "ada", "one", None),
        ]
    }
    assert len(seeds) == 6
    assert all(0 <= seed < 10**18 for seed in seeds)


def test_a_bad_secret_is_said_and_nothing_is_graded(tmp_path: Path) -> None:
    """One that is not there, or could be guessed."""
    submitted = lay_out(tmp_path / "submitted")
    (tmp_path / "short").write_text("short")
    for name, words in (("missing", "cannot be read"), ("short", "too short")):
        with pytest.raises(NoSecret):
            secret_in(tmp_path / name)
        need_sandbox()
        done = grade(submitted, tmp_path / "graded", "--secret", str(tmp_path / name))
        assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr
    assert not rows_in(tmp_path / "graded")


def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    """How much is done and how long it will take, who is under way, each failure as it comes."""
    need_sandbox()
    submitted = lay_out(tmp_path / "submitted")
    with terminal(*command(submitted, tmp_path / "graded", "--jobs", "1")) as program:
        program.shows(f"{STUDENTS * len(QUICK)} submissions of {STUDENTS} students graded in")
        assert program.process.wait(PATIENCE) == 0
        shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", program.all_shown)
        for part in (
            "\u2501",
            f"0/{STUDENTS * len(QUICK)}",
            " left",
            "under way: s",
            f"s0 {QUICK[0].short_name}  0/10",
        ):
            assert part in shown


def test_nothing_but_text_when_nobody_watches(whole: tuple[Path, Path]) -> None:
    """Without a terminal there is no bar, and the words are few."""
    submitted, out = whole
    done = grade(submitted, out, "--secret", str(out.parent / "secret"))
    assert done.stderr == ""
    assert "\x1b" not in done.stdout and "\r" not in done.stdout


def test_a_submission_without_its_module_is_a_row_as_well(tmp_path: Path) -> None:
    """The others are graded."""
    need_sandbox()
    submitted = lay_out(tmp_path / "submitted")
    (submitted / "s0" / QUICK[0].name / f"{QUICK[0].name}.py").unlink()
    done = grade(submitted, tmp_path / "graded")
    assert done.returncode == 0, done.stderr
    rows = rows_in(tmp_path / "graded")
    assert len(rows) == STUDENTS * len(QUICK)
    assert (rows["s0", QUICK[0].name]["points"], rows["s0", QUICK[0].name]["module_sha256"]) == (0, None)
    assert rows["s1", QUICK[0].name]["points"] == QUICK[0].points


HANGS = b"""
import time

def create(family="IPv4", transport="TCP"):
    time.sleep(60)

probe = create
"""


def test_who_hangs_gives_up_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a single place, the one behind is done before the one in front, two of whose functions hang."""
    monkeypatch.setattr(Idleness, "has_room", lambda _: True)  # other tests may keep the processors busy
    exercise = QUICK[1]
    work = [
        (Submission("in front", exercise, HANGS), 1),
        (Submission("behind", exercise, solution_of(exercise).read_bytes()), 1),
    ]
    with Pool(1, "en", "none") as pool:
        done = [graded.submission.student for graded in pool.grade(work)]
    assert done == ["behind", "in front"]


def test_no_more_give_up_their_place_than_there_are() -> None:
    """A class in which everybody hangs does not fill the machine."""
    places = Places(1, has_room=lambda: True)
    with places.taken() as give_up:
        give_up()
        give_up()
        with places.taken() as give_up_too:
            give_up_too()
            assert places.given_up == 1
        assert places.given_up == 1
    assert places.given_up == 0


def test_a_busy_machine_takes_no_more_than_there_are_places() -> None:
    """Where every processor is busy, one more would only hold the others up; they wait."""
    places = Places(1, has_room=lambda: False)
    with places.taken() as give_up:
        give_up()
        assert places.given_up == 0


def test_a_processor_with_nothing_to_do_is_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the ticks of /proc/stat: of two processors, half of one must have been idle since the last look."""
    stat = tmp_path / "stat"
    monkeypatch.setattr(places_of_a_class, "STAT", stat)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    stat.write_text("cpu  100 0 100 1000 0 0 0 0 0 0\n")
    idleness = Idleness()
    for user, idle, room in ((190, 1010, False), (250, 1050, True), (255, 1050, True), (350, 1050, False)):
        stat.write_text(f"cpu  {user} 0 100 {idle} 0 0 0 0 0 0\n")
        assert idleness.has_room() is room
    stat.unlink()
    assert Idleness().has_room() is False


def test_what_the_grader_has_missed_gets_no_mark(tmp_path: Path) -> None:
    """A fault of the grader's is no nought: the cell stays empty until the submission is graded whole."""
    submission = Submission("ada", exercises()[0], b"")
    book = Book(exercises(), tmp_path, [submission], "en")
    book.store.open()
    plain = {"points": 0, "max_points": 10, "module": "ex01.py", "checks": []}
    for fault, mark in (("not graded", ""), (None, "0")):
        book.enter(Graded(submission, 1, "bubblewrap", plain, fault))
        book.write_all()
        ada = (tmp_path / "grades.csv").read_text().splitlines()[1].split(",")
        assert (ada[:2], ada[-1]) == (["ada", mark], "0")
    book.store.close()

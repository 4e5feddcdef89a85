# cases: 50, 51
"""Archives from strangers: what is wrong is refused by its name, the others are taken, nothing is written anywhere."""

from __future__ import annotations

import bz2
import gzip
import random
import re
import subprocess
import sys
import tarfile
from functools import cache
from pathlib import Path

import pytest

from autograder.course import ROOT, exercises
from autograder.grading.archives import BadArchive, entries
from autograder.grading.intake import take_in
from autograder.tests.bad_archives import MODULE, ONE, SOURCE, WHOLE, row, tarred, zipped
from autograder.tests.canaries import ON_LINUX

pytestmark = ON_LINUX

COST = """
import cProfile, pathlib, resource, sys
from autograder.course import exercises
from autograder.grading.intake import take_in
def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
course, work, before = exercises(), cProfile.Profile(), most()
work.runcall(take_in, pathlib.Path(sys.argv[1]), course)
print(sum(function.callcount for function in work.getstats()), most() - before)
"""
"""Takes a folder in; prints how many calls of functions and how many kilobytes of memory that took."""
MOST_CALLS = 1_000_000
"""As many as an honest archive with all the entries that are allowed takes."""


@cache
def made(name: str) -> bytes:
    """One of these archives."""
    return (WHOLE | ONE)[name][1]()


@pytest.mark.parametrize("name", WHOLE | ONE)
def test_a_bad_archive_is_refused_and_the_others_are_taken(name: str, tmp_path: Path) -> None:
    """The archive, or what is bad in it, is named with the reason; in little time and memory; nothing is unpacked."""
    file_name, _, reason = (WHOLE | ONE)[name]
    good = zipped((MODULE, SOURCE))
    for number, name_there, content in ((1, "a.zip", good), (2, file_name, made(name)), (3, "a.zip", good)):
        folder = tmp_path / f"Somebody_{number}_assignsubmission_file_"
        folder.mkdir()
        (folder / name_there).write_bytes(content)
    before = {path: path.stat().st_size for path in tmp_path.rglob("*")}
    intake = take_in(tmp_path, exercises())
    assert [(taken.student, taken.source) for taken in intake.submissions] == [("1", SOURCE), ("3", SOURCE)]
    (refusal,) = intake.refusals
    assert refusal.reason == reason
    assert re.match("(Somebody_)?2[_/]", refusal.name)
    assert {path: path.stat().st_size for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize(
    "name", [name for name in WHOLE | ONE if re.search("bomb|many|million|endless|over|claims", name)]
)
def test_a_bad_archive_costs_little(name: str, tmp_path: Path) -> None:
    """Whatever it would unpack to: little work and a hundred megabytes at most, in a process of its own."""
    file_name, _, _ = (WHOLE | ONE)[name]
    (tmp_path / file_name).write_bytes(made(name))
    done = subprocess.run([sys.executable, "-c", COST, str(tmp_path)], cwd=ROOT, capture_output=True, timeout=60)
    calls, kilobytes = map(int, done.stdout.split())
    assert calls < MOST_CALLS
    assert kilobytes < 100 * 1024


@pytest.mark.parametrize("name", WHOLE)
def test_a_bad_archive_of_a_whole_class_is_refused(name: str, tmp_path: Path) -> None:
    """It raises, with the reason, and no part of it is taken."""
    file_name, _, reason = WHOLE[name]
    path = tmp_path / file_name
    path.write_bytes(made(name))
    with pytest.raises(BadArchive) as problem:
        take_in(path, exercises())
    assert problem.value.reason == reason


def test_damaged_archives_are_broken_and_nothing_else(tmp_path: Path) -> None:
    """Thousands of archives with bytes changed at random: read, or refused; never another error."""
    draw = random.Random(5)
    good = [
        ("a.zip", zipped((MODULE, SOURCE), ("é.py", SOURCE), (f"b/{MODULE}", SOURCE * 9))),
        ("a.tar", tarred((row(MODULE), SOURCE), (row("é" * 120), SOURCE))),
        ("a.tar", tarred((row(MODULE), SOURCE), (row("x" * 120), SOURCE), form=tarfile.GNU_FORMAT)),
        ("a.tgz", gzip.compress(tarred((row(MODULE), SOURCE)))),
        ("a.tar.bz2", bz2.compress(tarred((row(MODULE), SOURCE)))),
    ]
    refused = 0
    for _ in range(2_000):
        name, content = draw.choice(good)
        damaged = bytearray(content)
        for _ in range(draw.randint(1, 6)):
            damaged[draw.randrange(len(damaged))] = draw.choice((0, 255, draw.randrange(256)))
        try:
            list(entries(name, bytes(damaged[: draw.choice((len(damaged), draw.randrange(len(damaged))))])))
        except BadArchive:
            refused += 1
    assert 500 < refused < 2_000

"""Pairs of submissions that are suspiciously alike: a list to look at, not a verdict.

What is compared is the code without names, texts, comments and layout (copydetect). Passages that the stub brings along
do not count, and neither do those that many of the class have, as everybody writes them. The kit's own solutions are a
source like any other.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import numpy
from copydetect import CodeFingerprint, compare_files

from autograder.course import Exercise
from autograder.exports.pairs import Pair
from autograder.grading.intake import Submission
from autograder.samples import SOLUTIONS, solution_of, stub_of

PASSAGE = 25
"""The shortest passage that counts, in signs of the code once names and texts are one sign each."""
COMMON_STUDENTS, COMMON_SHARE = 10, 0.25
"""A passage that more than so many have, and more than this share of the class, is what everybody writes."""
ALIKE = 60
"""The share of the smaller submission, in percent, from which a pair is listed. Right modules that were written
independently of each other, and of the solutions, were found to have at most 27."""
LEAST_CODE = 250
"""Below so many signs of own code, to be alike means nothing."""
LONGEST = 200


def alike_pairs(submissions: Iterable[Submission], exercises: Iterable[Exercise], solution: str) -> list[Pair]:
    """The most alike first; `solution` is what the kit's own solution is called."""
    by_exercise: dict[str, dict[str, str]] = {}
    for submission in submissions:
        if submission.source is not None:
            code = submission.source.decode("utf-8", "replace")
            by_exercise.setdefault(submission.exercise.name, {})[submission.student] = code
    found = [
        pair
        for exercise in exercises
        if exercise.name in by_exercise
        for pair in _pairs_of(exercise, by_exercise[exercise.name], solution)
    ]
    return sorted(found, key=lambda pair: (-pair.percent, -pair.signs, pair))[:LONGEST]


def _pairs_of(exercise: Exercise, codes: Mapping[str, str], solution: str) -> Iterator[Pair]:
    stub = _fingerprint(stub_of(exercise).read_text(encoding="utf-8"), numpy.array([])).hashes
    first = {student: _fingerprint(code, _sorted(stub)) for student, code in codes.items()}
    seen = Counter(passage for print_of in first.values() for passage in print_of.hashes)
    most = max(COMMON_STUDENTS, COMMON_SHARE * len(codes))
    known = _sorted(stub | {passage for passage, students in seen.items() if students > most})
    prints = {student: _fingerprint(code, known) for student, code in codes.items()}
    if SOLUTIONS.is_dir():
        prints[solution] = _fingerprint(solution_of(exercise).read_text(encoding="utf-8"), known)
    enough = {name: each for name, each in prints.items() if each.token_coverage >= LEAST_CODE}
    passages = {name: frozenset(map(int, each.hashes)) for name, each in enough.items()}
    for one, other in combinations(sorted(enough), 2):
        smaller = min(len(passages[one]), len(passages[other]))
        if 200 * len(passages[one] & passages[other]) < ALIKE * smaller:
            continue
        signs, shares, _ = compare_files(enough[one], enough[other])
        percent = round(100 * min(1.0, max(shares)))
        if percent >= ALIKE:
            yield Pair(exercise.name, one, other, percent, int(signs))


def _fingerprint(code: str, known: numpy.typing.NDArray[numpy.int64]) -> CodeFingerprint:
    """Every passage of a module but the known ones; with a window of one, the same whichever way Python hashes."""
    return CodeFingerprint("module.py", PASSAGE, 1, known, language="python", fp=io.StringIO(code))


def _sorted(passages: Iterable[int]) -> numpy.typing.NDArray[numpy.int64]:
    return numpy.array(sorted(passages), dtype=numpy.int64)

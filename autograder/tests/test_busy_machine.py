"""A machine that has no processor to spare: it costs nobody a point, and gives nobody an excuse."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from autograder.course import find
from autograder.grading.intake import Submission
from autograder.grading.pool import Pool
from autograder.judging import judge
from autograder.jury import TOO_BUSY, Jury, with_jury
from autograder.samples import solution_of
from autograder.tests.verdicts import explain
from autograder.verdict import ExerciseResult, Outcome

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the scheduler's numbers are Linux's")

EXERCISE, FUNCTION = find("ex07"), "encode_sum"
HOGS = 40
BUSY_PROCESSOR = min(os.sched_getaffinity(0)) if sys.platform == "linux" else 0
ONLY_THERE = f"""
import os
os.sched_setaffinity(0, {{{BUSY_PROCESSOR}}})
sum(range(20_000_000))
"""
"""At import: the student's process asks for no other processor, and has some work to do."""
HOGS_OF_ITS_OWN = """
for _ in range(6):
    if os.fork() == 0:
        while True:
            pass
while True:
    pass
"""

OTHER_PROCESSOR = max(os.sched_getaffinity(0)) if sys.platform == "linux" else 0
WORKED_ELSEWHERE = f"""
import os, time
if os.fork() == 0:
    os.sched_setaffinity(0, {{{OTHER_PROCESSOR}}})
    while time.process_time() < 0.6:
        pass
    os._exit(0)
os.wait()
"""


@pytest.fixture
def hogs() -> Iterator[ExitStack]:
    """Processes that want one processor all the time, each in a session of its own: Linux shares out by sessions.

    They end when this is closed.
    """
    with ExitStack() as stack:
        for _ in range(HOGS):
            hog = ["taskset", "--cpu-list", str(BUSY_PROCESSOR), "sh", "-c", "echo; while :; do :; done"]
            process = stack.enter_context(subprocess.Popen(hog, start_new_session=True, stdout=subprocess.PIPE))
            stack.callback(process.kill)
            assert process.stdout is not None
            process.stdout.readline()
        yield stack


def judged(source: str) -> ExerciseResult:
    """The verdict on one function of a module."""
    results = []

    def body(jury: Jury) -> None:
        results.append(judge(jury, EXERCISE, "module", source.encode, 1, FUNCTION))

    with_jury([EXERCISE], body)
    return results[0]


@pytest.mark.usefixtures("hogs")
def test_a_right_module_that_gets_no_processor_is_not_graded() -> None:
    """Its deadlines pass before it has run; no point is lost, and the grader says whose fault it is."""
    first, *others = judged(solution_of(EXERCISE).read_text(encoding="utf-8") + ONLY_THERE).checks
    assert (first.outcome, first.fact) == (Outcome.NOT_GRADED, TOO_BUSY)
    assert all(check.outcome is Outcome.SKIPPED for check in others)


def test_a_module_that_keeps_itself_from_running_fails() -> None:
    """It starves among processes of its own: they have had what it lacked."""
    right = solution_of(EXERCISE).read_text(encoding="utf-8")
    first, *_ = judged(right + ONLY_THERE + HOGS_OF_ITS_OWN).checks
    assert first.outcome is Outcome.FAILED


@pytest.mark.usefixtures("hogs")
def test_a_module_whose_work_has_ended_fails() -> None:
    """What it started has had the processor, though nothing of it runs any more when the check gives up."""
    right = solution_of(EXERCISE).read_text(encoding="utf-8")
    first, *_ = judged(right + WORKED_ELSEWHERE + ONLY_THERE).checks
    assert first.outcome is Outcome.FAILED


def test_in_a_class_it_comes_again_when_there_is_less_to_do(hogs: ExitStack) -> None:
    """Whoever got no processor is judged after the others, who do not wait meanwhile."""
    right = solution_of(EXERCISE).read_text(encoding="utf-8")
    work = [
        (Submission("starved", EXERCISE, (right + ONLY_THERE).encode()), 1),
        (Submission("other", EXERCISE, right.encode()), 1),
    ]
    done = []
    with Pool(1, "en", "none") as pool:
        for graded in pool.grade(work):
            done.append(graded)
            hogs.close()
    assert [graded.submission.student for graded in done] == ["other", "starved"]
    for graded in done:
        assert graded.fault is None
        assert graded.record is not None
        assert graded.record["points"] == EXERCISE.points, explain(graded.record)

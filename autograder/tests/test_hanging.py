"""A function that hangs costs seconds, not minutes: what builds on it is skipped, and says so."""

from __future__ import annotations

import base64
import os
import select
import signal
import threading
import time
from pathlib import Path

import pytest

from autograder.course import exercises
from autograder.deadline import Deadline
from autograder.grading.workshop import Workshop
from autograder.sandbox.bwrap import Bubble
from autograder.student.student import Student
from autograder.tests.canaries import ON_LINUX, need_sandbox
from autograder.tests.verdicts import explain, judge_all
from autograder.transcript import Transcript

AUTOGROUP = Path("/proc/self/autogroup")
CALL = {"arguments": [], "named": {}, "background": False, "keep": False, "leaks": False}
HANGS = """
import time

def ipv4_address(name):
    time.sleep(60)
"""
LOOPS = """
import os

def send_text(*_):
    with open({path!r}, "w") as file:
        file.write(str(os.getpid()))
    while True:
        pass
"""
SILENT_THEN_HANGS = """
import time

def probe(address, timeout=1.0):
    time.sleep(60)
"""


@ON_LINUX
def test_in_a_sandbox_no_name_takes_time(tmp_path: Path) -> None:
    """All names stand in a file there: a function that looks one up gets the time of a plain call."""
    need_sandbox()
    exercise, module = exercises()[0], tmp_path / "hangs.py"
    module.write_text(HANGS)
    record = judge_all({"hangs": (exercise, module)}, isolation="bubblewrap")["hangs"]
    facts = [check["fact"] for check in record["checks"] if check["function"] == "ipv4_address"]
    assert facts[0].endswith("had not returned after 2 s."), explain(record)
    assert set(facts[1:]) == {"Skipped: ipv4_address did not return in an earlier check."}, explain(record)


def test_silence_and_a_hang_are_enough(tmp_path: Path) -> None:
    """One check has waited in vain, the next was not answered: the others of the function would wait as well."""
    exercise, module = exercises()[1], tmp_path / "hangs.py"
    module.write_text(SILENT_THEN_HANGS)
    record = judge_all({"hangs": (exercise, module)})["hangs"]
    probe = [check for check in record["checks"] if check["function"] == "probe"]
    assert [check["outcome"] for check in probe] == ["failed", "failed"] + ["skipped"] * (len(probe) - 2), explain(
        record
    )


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="this kernel does not share out by sessions")
def test_who_keeps_a_processor_busy_runs_after_all_others() -> None:
    """A sandbox is one session to the scheduler: it is set back while a function loops, and no longer."""
    need_sandbox()
    place = Bubble("module", b"def loop():\n    while True:\n        pass\n")
    try:
        for ask, nice in (({"do": "call", "name": "loop"} | CALL, "19"), ({"do": "threads"}, "0")):
            process = place.start(keyboard=False)
            process.ask(ask)
            deadline = Deadline(20.0)
            while nice_of_session(place) != nice:
                assert not deadline.passed(), f"the session has nice {nice_of_session(place)}, not {nice}"
                time.sleep(0.01)
            process.close()
    finally:
        place.close()


def test_whoever_looks_after_a_sandbox_comes_before_all_that_runs_in_it() -> None:
    """A hundred processes at work would leave the nursery no time to look at their memory."""
    need_sandbox()
    place = Bubble("module", b"import os\n\ndef lag():\n    return os.getpriority(0, 0) - os.getpriority(0, 1)\n")
    student = Student(place, Deadline(20.0), Transcript())
    try:
        assert student.calls("lag").returned() > 0
    finally:
        student.close()
        place.close()


def nice_of_session(place: Bubble) -> str:
    """What the scheduler makes of the session in which a sandbox's processes are."""
    (child,) = Path(f"/proc/{place.nursery}/task/{place.nursery}/children").read_text().split()
    return Path(f"/proc/{child}/autogroup").read_text().split()[-1]


def parent_of(process: int) -> int:
    """The process that has started it, or has taken it over."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


@ON_LINUX
def test_what_a_killed_judge_leaves_is_ended(tmp_path: Path) -> None:
    """The judge and the nursery are killed at once: nobody but the foreman is left to end the student's process."""
    told = tmp_path / "told"
    source = base64.b64encode(LOOPS.format(path=str(told)).encode()).decode()
    task = {"exercise": "ex03_udp_send_loop", "source": source, "seed": 1, "isolation": "none", "patient": True}
    with Workshop() as workshop:
        waiting = threading.Thread(target=workshop.judge, args=(task,))
        waiting.start()
        deadline = Deadline(30)
        while not (told.exists() and told.read_text()) and not deadline.passed():
            os.sched_yield()
        student = int(told.read_text())
        nursery = parent_of(student)
        judge = parent_of(nursery)
        end = os.pidfd_open(student)
        os.kill(judge, signal.SIGSTOP)
        os.kill(nursery, signal.SIGKILL)
        os.kill(judge, signal.SIGKILL)
        ended = select.select([end], [], [], 30)[0]
        os.close(end)
        waiting.join()
    assert ended

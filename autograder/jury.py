"""Runs the checks of `checks/` against submissions, with pytest: collected once, run as often as there is work.

`Jury` is a pytest plugin. `with_jury` starts pytest with it and hands it over once the checks are collected; each call
of `judge` then runs the checks of one exercise against one submitted module.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

import pytest
import pytest_timeout

from autograder.blocks import Blocks, skip_after_the_first_that_blocks_all
from autograder.checking import Terms, terms_of
from autograder.course import CHECKS, Exercise
from autograder.deadline import Deadline
from autograder.diagnosis import diagnose
from autograder.draw import Draw
from autograder.fairness import UNJUDGEABLE_SHARE, Fairness
from autograder.peers.echo import EchoPeer
from autograder.peers.names import Names
from autograder.peers.tcp import Tcp
from autograder.peers.udp import Udp
from autograder.peers.waiting import Scene
from autograder.sandbox.place import Place
from autograder.side_by_side import shares
from autograder.student.keyboard import KeyboardOfStudent
from autograder.student.student import Student
from autograder.texts import mistakes_of
from autograder.transcript import Transcript
from autograder.verdict import CheckFailed, CheckResult, ExerciseResult, Fact, NotGraded, Outcome

if TYPE_CHECKING:
    from autograder.peers.http import WebServer

A_CHECK = 15
"""Milliseconds that a check takes, about, beyond what it says itself."""
ENDINGS = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
UNNEEDED = """
assertion cacheprovider capture debugging doctest faulthandler junitxml legacypath logging monkeypatch pastebin recwarn
setuponly setupplan skipping stepwise subtests terminal threadexception tmpdir unittest unraisableexception warnings
"""
"""Plugins of pytest that no check needs, and each check would pay for."""
ATTEMPTS = 3
"""So often a check is judged that fails while the machine has no processor free for it; then it is not graded."""
TOO_BUSY = Fact("busy-machine", {"attempts": ATTEMPTS})
BACKSTOP = 90
"""Seconds after which pytest-timeout ends a check whose own deadlines have failed: a fault of the grader."""


class Jury:
    """The pytest plugin that holds the collected checks and runs them.

    A result tells what happened on the wire when it is no success; with `keeps_every_wire`, always.
    Whoever wants to know how it goes on sets `before_each_check`. With `only`, it knows the checks of one function.
    """

    def __init__(self, body: Callable[[Jury], None], only: str = "") -> None:
        self._body = body
        self._only = only
        self.keeps_every_wire = False
        self.before_each_check: Callable[[], None] = lambda: None
        self._items: dict[str, list[pytest.Function]] = {}
        self._scene: Scene | None = None
        self._draw: Draw | None = None
        self._problem: BaseException | None = None
        self.collect_errors: list[str] = []
        self.problem_of_body: BaseException | None = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A check file that does not load is the grader's fault, and said."""
        if report.failed:
            self.collect_errors.append(str(report.longrepr))

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, name: str, obj: Callable[..., Any]) -> list[pytest.Item] | None:
        """Leaves out the checks of other functions, each of which pytest would take its time to make ready."""
        is_left_out = self._only and name.startswith("test_") and terms_of(obj).function != self._only
        return [] if is_left_out else None

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Hands the collected checks over instead of running each once."""
        for item in session.items:
            if isinstance(item, pytest.Function):
                self._items.setdefault(item.path.stem.removeprefix("test_"), []).append(item)
        try:
            self._body(self)
        except BaseException as problem:
            self.problem_of_body = problem
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keeps what ended the check; only its first problem counts. Nobody reads the report that pytest would make."""
        if call.excinfo is not None and self._problem is None:
            self._problem = call.excinfo.value
        assert call.when != "collect"
        outcome: Literal["passed", "failed"] = "failed" if call.excinfo is not None else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    @pytest.fixture
    def student(self) -> Student:
        """The student, whose process starts with the first word said to them."""
        assert self._scene is not None
        return self._scene.student

    @pytest.fixture
    def tcp(self) -> Iterator[Tcp]:
        """TCP peers."""
        assert self._scene is not None
        peers = Tcp(self._scene)
        yield peers
        peers.release()

    @pytest.fixture
    def udp(self) -> Iterator[Udp]:
        """UDP peers."""
        assert self._scene is not None
        peers = Udp(self._scene)
        yield peers
        peers.release()

    @pytest.fixture
    def web(self) -> Iterator[WebServer]:
        """A web server; few exercises need one, and what it is made of."""
        from autograder.peers.http import WebServer

        assert self._scene is not None
        server = WebServer(self._scene)
        yield server
        server.release()

    @pytest.fixture
    def names(self) -> Names:
        """What the resolver of the student's machine says."""
        assert self._scene is not None
        return Names(self._scene.place)

    @pytest.fixture
    def echo(self) -> Iterator[EchoPeer]:
        """An echo server."""
        assert self._scene is not None
        server = EchoPeer(self._scene)
        yield server
        server.release()

    @pytest.fixture
    def keyboard(self, student: Student) -> KeyboardOfStudent:
        """The student's keyboard."""
        return KeyboardOfStudent(student)

    @pytest.fixture
    def draw(self) -> Draw:
        """Random payloads, from the seed of the run."""
        assert self._draw is not None
        return self._draw

    def checks_of(self, exercise: Exercise) -> list[tuple[str, Terms, str]]:
        """The name, the terms and the title (in English) of each check, in their order."""
        return [
            (name_of(item), terms_of(item.function), (item.function.__doc__ or "").strip())
            for item in self._items.get(exercise.name, [])
        ]

    def run(
        self,
        exercise: Exercise,
        place: Place,
        *,
        seed: int,
        only: str = "",
        part: int = 0,
        parts: int = 1,
        attempts: int = ATTEMPTS,
    ) -> list[CheckResult]:
        """Runs the checks of an exercise against the module at `place`; with `only`, those of one function.

        The checks of an area stay together in one part. So many `attempts` at a check that the machine was not fair
        to; with a single one, such a check is not graded, for who has asked to try again at a better time.
        """
        items = self._chosen(exercise, only)
        effort = Counter[str]()
        for item in items:
            effort[terms_of(item.function).area] += A_CHECK + round(1000 * terms_of(item.function).takes)
        mine = shares(effort, parts)[part]
        items = [item for item in items if terms_of(item.function).area in mine]
        results: list[CheckResult] = []
        blocks = Blocks()
        for item in items:
            terms = terms_of(item.function)
            result = CheckResult(name_of(item), terms.function, Outcome.SKIPPED, 0, terms.points)
            self.before_each_check()
            if reason := blocks.reason(terms):
                result.fact = reason
            else:
                fairness = Fairness()
                for _ in range(attempts):
                    if self._attempt(item, place, seed, exercise.functions, result, fairness):
                        break
                else:
                    if attempts == 1 or fairness.denied_share >= UNJUDGEABLE_SHARE:
                        result.outcome, result.fact, result.symptoms = Outcome.NOT_GRADED, TOO_BUSY, ()
                blocks.learn(terms, result)
            results.append(result)
        return results

    def conclude(
        self, exercise: Exercise, results: list[CheckResult], *, seed: int, module: str, only: str = ""
    ) -> ExerciseResult:
        """The verdict on a module, from the results of all its checks, in any order."""
        items = self._chosen(exercise, only)
        by_name = {result.name: result for result in results}
        ordered = [by_name[name_of(item)] for item in items]
        skip_after_the_first_that_blocks_all(ordered)
        suggestions = {name_of(item): terms_of(item.function).suggestions for item in items}
        diagnose(ordered, suggestions, mistakes_of(exercise.name))
        return ExerciseResult(exercise.name, module, seed, ordered)

    def _chosen(self, exercise: Exercise, only: str) -> list[pytest.Function]:
        items = self._items.get(exercise.name, [])
        return [item for item in items if not only or terms_of(item.function).function == only]

    def _attempt(
        self,
        item: pytest.Function,
        place: Place,
        seed: int,
        contract: tuple[str, ...],
        result: CheckResult,
        fairness: Fairness,
    ) -> bool:
        """Judges a check; whether the machine was fair to it, so that the result counts."""
        terms = terms_of(item.function)
        deadline, transcript = Deadline(terms.deadline + place.looking_up * terms.looks_up), Transcript()
        fairness.begins(place.nursery)
        student = Student(place, deadline, transcript, contract)
        self._scene = Scene(student, place, deadline, transcript)
        self._draw = Draw(seed, result.name)
        self._problem = None
        result.fact, result.symptoms, result.wire = None, (), None
        begin = time.monotonic()
        try:
            # none is announced as the next: it may be skipped, and then pytest would refuse the one that comes instead
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            denied = self._has_waited_in_vain(deadline) and fairness.was_denied()
            if self._problem is not None or self.keeps_every_wire:
                result.wire = student.record()
        finally:
            self._end(student, place)
        result.seconds = time.monotonic() - begin
        problem = self._problem
        if problem is None:
            result.outcome, result.points = Outcome.PASSED, terms.points
        elif isinstance(problem, CheckFailed):
            result.outcome, result.fact, result.symptoms = Outcome.FAILED, problem.fact, problem.symptoms
        elif isinstance(problem, NotGraded):
            result.outcome, result.fact = Outcome.NOT_GRADED, problem.fact
        else:
            result.outcome = Outcome.NOT_GRADED
            result.fact = Fact("grader-fault", {"error": f"{type(problem).__name__}: {problem}"[:300]})
        return not denied

    def _has_waited_in_vain(self, deadline: Deadline) -> bool:
        """Whether a check failed for something that came too late, for the check or for the student's own timeout."""
        if not isinstance(self._problem, CheckFailed):
            return False
        return deadline.missed or any("TimeoutError" in symptom for symptom in self._problem.symptoms)

    def _end(self, student: Student, place: Place) -> None:
        """Ends the student's process; a place that it has broken is made anew.

        From the moment the student's code runs, what breaks its place is the student's fault, not the grader's.
        """
        try:
            student.close()
        except NotGraded as fault:
            self._problem = self._problem or fault
        if isinstance(self._problem, NotGraded) and self._problem.fact.code == "nursery-broken" and student.has_run:
            self._problem = CheckFailed("place-broken")
        if student.has_broken_its_place:
            try:
                place.mend()
            except NotGraded as fault:
                self._problem = self._problem or fault


def name_of(item: pytest.Function) -> str:
    """The name of a check: its function's, without the word that pytest asks for."""
    return item.name.removeprefix("test_")


def with_jury(exercises: Iterable[Exercise], body: Callable[[Jury], None], only: str = "") -> None:
    """Starts pytest, collects the checks of these exercises, or of one function there, and runs `body`.

    Raises what `body` raises, KeyboardInterrupt, and RuntimeError when the checks cannot be collected.
    """
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    jury = Jury(body, only)
    files = [str(exercise.checks) for exercise in exercises if exercise.checks.exists()]
    options = ["-c", str(CHECKS / "pytest.ini"), f"--rootdir={CHECKS}", f"--timeout={BACKSTOP}"]
    options += [word for name in UNNEEDED.split() for word in ("-p", f"no:{name}")]
    # by its name, pytest would look for the plugin in the metadata of all that is installed
    status = pytest.main([*options, *files], plugins=[jury, pytest_timeout])
    if jury.problem_of_body is not None:
        raise jury.problem_of_body
    if status == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if jury.collect_errors or status not in ENDINGS:
        raise RuntimeError("\n".join(jury.collect_errors) or f"pytest ended with {status}")

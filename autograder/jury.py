"""Runs the checks of `checks/` against submissions, with pytest: collected once, run as often as there is work.

`Jury` is a pytest plugin. `with_jury` starts pytest with it and hands it over once the checks are collected; each call
of `judge` then runs the checks of one exercise against one submitted module.
"""

from __future__ import annotations

import itertools
import os
import random
import string
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import pytest

from autograder.checking import Terms, terms_of
from autograder.course import CHECKS, Exercise
from autograder.deadline import Deadline
from autograder.diagnosis import diagnose
from autograder.peers.echo import EchoPeer
from autograder.peers.http import WebServer
from autograder.peers.names import Names
from autograder.peers.tcp import Tcp
from autograder.peers.udp import Udp
from autograder.peers.waiting import Scene
from autograder.sandbox.place import Place
from autograder.side_by_side import shares
from autograder.student.student import Student
from autograder.student.values import Keyboard
from autograder.texts import mistakes_of
from autograder.transcript import Transcript
from autograder.verdict import CheckFailed, CheckResult, ExerciseResult, Fact, NotGraded, Outcome

BLOCKING = {"not-written", "uses-not-written", "missing", "misspelt", "not-callable"}
BLOCKING_ALL = {"does-not-load", "hang-at-import"}
HANGS_IN_AREA = 2
SILENT = {"no-datagram", "not-printed", "sent-nothing", "no-connection", "not-finished", "not-accepted", "says-nothing"}
"""Facts that cost a check its whole deadline, as a hang does."""
SILENCES_IN_AREA = 2
"""So many of them, and no check of the area that has passed: the others would wait in vain as well."""
A_CHECK = 20
"""Milliseconds that a check takes, about, beyond what it waits on purpose."""
ENDINGS = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
UNNEEDED = """
cacheprovider debugging doctest faulthandler junitxml logging monkeypatch pastebin recwarn setuponly setupplan stepwise
terminal threadexception tmpdir unittest unraisableexception warnings
"""
"""Plugins of pytest that no check needs, and each check would pay for."""
BACKSTOP = 90
"""Seconds after which pytest-timeout ends a check whose own deadlines have failed: a fault of the grader."""


class Draw:
    """Random payloads and numbers for a check, from the seed of the run: the same seed draws the same."""

    def __init__(self, seed: int, check: str) -> None:
        self._random = random.Random(f"{seed}/{check}")

    def bytes(self, size: int) -> bytes:
        """`size` bytes, none of them predictable."""
        return self._random.randbytes(size)

    def word(self, letters: int = 8) -> str:
        """A word of ASCII letters."""
        return "".join(self._random.choices(string.ascii_lowercase, k=letters))

    def text(self, characters: int) -> str:
        """A text with letters that UTF-8 writes in one, two, three and four bytes, and no control character."""
        return self._drawn_from(string.ascii_letters + string.digits + "éàçœß€日😀", characters)

    def ascii(self, characters: int) -> str:
        """A text of ASCII letters and digits."""
        return self._drawn_from(string.ascii_letters + string.digits, characters)

    def _drawn_from(self, alphabet: str, characters: int) -> str:
        """A byte of chance for each: the alphabet over and over, so that some letters are a little more frequent."""
        table = alphabet * (256 // len(alphabet) + 1)
        return self._random.randbytes(characters).decode("latin-1").translate(table)

    def number(self, least: int, most: int) -> int:
        """A whole number between the two, both included."""
        return self._random.randint(least, most)


class KeyboardOfStudent(Keyboard):
    """The student's keyboard: what is typed there, and the stand-in for an iterator over its lines."""

    def __init__(self, student: Student) -> None:
        object.__setattr__(self, "_student", student)
        student.needs_keyboard = True

    _student: Student

    def types(self, *lines: str) -> None:
        """Types these lines, each with its end of line."""
        for line in lines:
            self._student.transcript.note("student", "types", text=line)
            self._student.process.type(line + "\n")

    def ends(self) -> None:
        """Ends the input, as Ctrl-D does."""
        self._student.transcript.note("student", "ends input")
        self._student.process.close_keyboard()


class Jury:
    """The pytest plugin that holds the collected checks and runs them.

    A result tells what happened on the wire when it is no success; with `keeps_every_wire`, always.
    """

    def __init__(self, body: Callable[[Jury], None]) -> None:
        self._body = body
        self.keeps_every_wire = False
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
        """A web server."""
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
        self, exercise: Exercise, place: Place, *, seed: int, only: str = "", part: int = 0, parts: int = 1
    ) -> list[CheckResult]:
        """Runs the checks of an exercise against the module at `place`; with `only`, those of one function.

        The checks of an area stay together in one part.
        """
        items = self._chosen(exercise, only)
        effort = Counter[str]()
        for item in items:
            effort[terms_of(item.function).area] += A_CHECK + round(1000 * terms_of(item.function).waits)
        mine = shares(effort, parts)[part]
        items = [item for item in items if terms_of(item.function).area in mine]
        results: list[CheckResult] = []
        blocks = Blocks()
        for item, following in itertools.zip_longest(items, items[1:]):
            terms = terms_of(item.function)
            result = CheckResult(name_of(item), terms.function, Outcome.SKIPPED, 0, terms.points)
            if reason := blocks.reason(terms):
                result.fact = reason
            else:
                self._run(item, following, place, seed, exercise.functions, result)
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

    def _run(
        self,
        item: pytest.Function,
        following: pytest.Function | None,
        place: Place,
        seed: int,
        contract: tuple[str, ...],
        result: CheckResult,
    ) -> None:
        terms = terms_of(item.function)
        deadline, transcript = Deadline(terms.deadline), Transcript()
        student = Student(place, deadline, transcript, contract)
        self._scene = Scene(student, place, deadline, transcript)
        self._draw = Draw(seed, result.name)
        self._problem = None
        begin = time.monotonic()
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
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


def skip_after_the_first_that_blocks_all(results: Iterable[CheckResult]) -> None:
    """A module that does not load is said once, though each part of the checks has met it."""
    because: Fact | None = None
    for result in results:
        if because is not None and result.outcome is not Outcome.NOT_GRADED:
            result.outcome, result.fact, result.symptoms = Outcome.SKIPPED, because, ()
        elif result.fact is not None and result.fact.code in BLOCKING_ALL:
            because = Fact(f"skipped-{result.fact.code}", result.fact.data)


class Blocks:
    """What the checks so far forbid: to judge a function that does not exist, or that only hangs."""

    def __init__(self) -> None:
        self._all: Fact | None = None
        self._functions: dict[str, Fact] = {}
        self._areas: dict[str, Fact] = {}
        self._seen: set[str] = set()
        self._alive: set[str] = set()
        self._hangs: Counter[str] = Counter()
        self._silences: Counter[str] = Counter()

    def reason(self, terms: Terms) -> Fact | None:
        """Why a check with these terms is skipped, or None."""
        return self._all or self._functions.get(terms.function) or self._areas.get(terms.area)

    def learn(self, terms: Terms, result: CheckResult) -> None:
        """Takes note of how a check has ended."""
        first = terms.area not in self._seen
        self._seen.add(terms.area)
        if result.outcome is Outcome.PASSED:
            self._alive.add(terms.area)
        if result.fact is None or result.outcome is not Outcome.FAILED:
            return
        because = Fact(f"skipped-{result.fact.code}", result.fact.data)
        if result.fact.code in BLOCKING_ALL:
            self._all = because
        elif result.fact.code in BLOCKING:
            if result.fact.data.get("function") == terms.function:
                self._functions[terms.function] = because
            elif first:
                # a method that is not written yet leaves the other areas of its class to be judged
                self._areas[terms.area] = because
        elif "hang" in result.symptoms:
            self._hangs[terms.area] += 1
            if first or self._hangs[terms.area] >= HANGS_IN_AREA:
                self._areas[terms.area] = Fact("skipped-hang", {"function": terms.function})
        elif result.fact.code in SILENT and terms.area not in self._alive:
            self._silences[terms.area] += 1
            if self._silences[terms.area] >= SILENCES_IN_AREA:
                self._areas[terms.area] = Fact("skipped-silent", {"function": terms.function})


def with_jury(exercises: Iterable[Exercise], body: Callable[[Jury], None]) -> None:
    """Starts pytest, collects the checks of these exercises and runs `body`.

    Raises what `body` raises, and RuntimeError when the checks cannot be collected.
    """
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    jury = Jury(body)
    files = [str(exercise.checks) for exercise in exercises if exercise.checks.exists()]
    options = ["-c", str(CHECKS / "pytest.ini"), f"--rootdir={CHECKS}", "--assert=plain", "-s", "-p", "pytest_timeout"]
    options += [f"--timeout={BACKSTOP}", *(word for name in UNNEEDED.split() for word in ("-p", f"no:{name}"))]
    status = pytest.main([*options, *files], plugins=[jury])
    if jury.problem_of_body is not None:
        raise jury.problem_of_body
    if jury.collect_errors or status not in ENDINGS:
        raise RuntimeError("\n".join(jury.collect_errors) or f"pytest ended with {status}")

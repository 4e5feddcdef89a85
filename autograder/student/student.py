"""The student as a check speaks of them: the words that call functions, make objects, run the program.

Every word that waits has the check's deadline. What goes wrong at the student's end is raised as CheckFailed, with
the fact; what goes wrong at ours as NotGraded.
"""

from __future__ import annotations

import difflib
import select
import socket
from collections.abc import Collection
from typing import Any

from autograder.deadline import Deadline
from autograder.sandbox.place import Place
from autograder.shown import first_difference, same, shown, symptoms_of_difference, visible
from autograder.student import values
from autograder.student.process import StudentProcess
from autograder.student.values import ErrorReport, Handle, Unreadable
from autograder.transcript import Transcript
from autograder.verdict import CheckFailed, NotGraded

MOST_OF_ARGUMENT = 16
"""Bytes, characters or items of an argument that a fact shows."""


class Student:
    """The submitted module in a process of its own, from the first word on until the check ends."""

    def __init__(
        self, place: Place, deadline: Deadline, transcript: Transcript, contract: Collection[str] = ()
    ) -> None:
        self._place = place
        self.contract = contract
        self._process: StudentProcess | None = None
        self._calls: list[Call] = []
        self.deadline = deadline
        self.transcript = transcript
        self.needs_keyboard = False
        self.has_run = False
        self.has_broken_its_place = False

    @property
    def process(self) -> StudentProcess:
        """The student's process, started when it is first needed."""
        if self._process is None:
            self._process = self._place.start(keyboard=self.needs_keyboard)
            self.has_run = True
        return self._process

    def calls(self, function: str, *arguments: Any, background: bool = False, **named: Any) -> Call:
        """Has a function of the module called; the call goes on while the check does."""
        return self._call(None, function, arguments, named, background=background)

    def tries(self, function: str, *arguments: Any, background: bool = False, **named: Any) -> Call:
        """As `calls`, for a call that is expected to raise: its error stops nobody from waiting on the wire."""
        return self._call(None, function, arguments, named, background=background, error_expected=True)

    def makes(self, name: str, *arguments: Any, **named: Any) -> Remote:
        """Has an object of a class made, and waits for it."""
        call = self._call(None, name, arguments, named, keep=True)
        made = call.returned()
        if not isinstance(made, Handle):
            raise call.failure("returned-other", "wrong-type", expected=shown(Handle(0, name)), got=shown(made))
        return Remote(self, made, name)

    def holds(self, handle: Handle) -> Remote:
        """The socket behind a handle, to call methods of."""
        return Remote(self, handle, "socket")

    def opens(self, family: int, kind: int, **wishes: Any) -> Handle:
        """Has a socket made in the student's process, for a function to work on.

        Wishes: `bind` and `connect` (addresses), `timeout` (seconds; None blocks), `buffers` (pairs of SO_SNDBUF or
        SO_RCVBUF and bytes).
        """
        wish = {"bind": None, "connect": None, "timeout": None, "buffers": []} | wishes
        if family == socket.AF_INET6:
            self._needs_ipv6()
        patience = max(0.1, self.deadline.left())
        number = self.process.ask({"do": "socket", "family": family, "type": kind, "patience": patience} | wish)
        return Call(self, number, "", "socket()").returns_socket()

    def _needs_ipv6(self) -> None:
        with self._place.socket(socket.AF_INET6, socket.SOCK_STREAM) as sock:
            try:
                sock.bind(("::1", 0))
            except OSError as error:
                raise NotGraded("no-ipv6") from error

    def words_of(self, function: str) -> set[str]:
        """Every name and constant text that a function uses, itself or through others of its module."""
        call = Call(self, self.process.ask({"do": "words", "name": function}), function, function)
        return {str(word) for word in call.returned_list()}

    def prints(self, *texts: str, within: float | None = None, errors_too: bool = False) -> None:
        """Every one of `texts` must be on the student's screen before the deadline.

        The screen is standard output; with `errors_too`, standard error as well.
        """
        deadline = self.deadline if within is None else self.deadline.at_most(within)
        for text in texts:
            if self.process.output.wait_for(text, deadline):
                continue
            if errors_too and text in self.process.errors.text:
                continue
            self.stop_if_broken()
            raise CheckFailed("not-printed", *self.thread_symptoms(), expected=shown(text), screen=tail(self.screen))

    def prints_more(self, than: str, within: float | None = None) -> None:
        """Something beyond the screen `than` must appear, on standard output or standard error."""
        deadline = self.deadline if within is None else self.deadline.at_most(within)
        while not deadline.passed():
            if len(self.screen.strip()) > len(than.strip()):
                return
            self.process.output.wait_until(
                lambda _: len(self.screen.strip()) > len(than.strip()), deadline.at_most(0.02)
            )
        self.stop_if_broken()
        raise CheckFailed("nothing-printed", *self.thread_symptoms(), screen=tail(than))

    def prints_lines(self, least: int, about: str, within: float = 1.0) -> None:
        """At least so many lines that are not blank must appear, on standard output and standard error together.

        `about` is what has been typed, for the fact when they do not.
        """
        deadline = self.deadline.at_most(within)
        while len(self.lines_shown) < least:
            self.stop_if_broken()
            if deadline.passed():
                raise CheckFailed("says-nothing", *self.thread_symptoms(), typed=visible(about)[:80])
            self.process.output.wait_until(lambda _: len(self.lines_shown) >= least, deadline.at_most(0.02))

    @property
    def screen(self) -> str:
        """What the student's code has printed so far, standard output first, then standard error."""
        return self.process.output.text + self.process.errors.text

    @property
    def lines_shown(self) -> list[str]:
        """The lines of the screen that are not blank."""
        return [line for line in self.screen.splitlines() if line.strip()]

    def threads_left(self) -> list[str]:
        """The names of the threads that the student's code has started and that still run."""
        call = Call(self, self.process.ask({"do": "threads"}), "", "")
        return [str(name) for name in call.returned_list()]

    def leaves_no_thread(self, within: float = 2.0) -> None:
        """Every thread that the student's code has started must end within so many seconds."""
        deadline = self.deadline.at_most(within)
        while names := self.threads_left():
            if deadline.passed():
                raise CheckFailed("thread-left", *self.thread_symptoms(), names=visible(", ".join(names))[:200])
            self.process.output.wait_until(lambda _: False, deadline.at_most(0.02))

    def runs_program(self, *arguments: str) -> Program:
        """Has the module run as `python module.py arguments`."""
        self.process.ask({"do": "program", "arguments": list(arguments)}, error_expected=True)
        return Program(self)

    def _call(
        self,
        holder: Remote | None,
        name: str,
        arguments: tuple[Any, ...],
        named: dict[str, Any],
        *,
        background: bool = False,
        keep: bool = False,
        error_expected: bool = False,
    ) -> Call:
        question: dict[str, Any] = {
            "do": "call",
            "name": name,
            "arguments": [values.encode(argument) for argument in arguments],
            "named": {key: values.encode(value) for key, value in named.items()},
            "background": background,
            "keep": keep,
            "leaks": not keep and not background,
        }
        if holder is not None:
            question["handle"] = holder.handle.number
        number = self.process.ask(question, error_expected=error_expected)
        function = f"{holder.name}.{name}" if holder else name
        call = Call(self, number, function, f"{function}({_arguments(arguments, named)})", quiet=error_expected)
        self._calls.append(call)
        return call

    def explains_the_end(self) -> None:
        """Raises CheckFailed when a connection ended because a call or the process did: that takes a moment to show."""
        if self._process is not None:
            select.select([self._process.alarm.socket], [], [], 0.1)
        self.stop_if_broken()

    def stop_if_broken(self) -> None:
        """Raises CheckFailed when a call has ended in an error that nobody expects, or the process has ended."""
        for call in self._calls:
            if not call.quiet:
                call.stop_if_broken()
        if self._process is not None and self._process.replies.ended:
            raise self.exited()

    def exited(self, **data: Any) -> CheckFailed:
        """The failure that says how the student's process has ended."""
        replies = self.process.replies
        code = "out-of-memory" if replies.out_of_memory else "exited"
        return CheckFailed(code, *self.thread_symptoms(), status=replies.exit_status, **data)

    def thread_symptoms(self) -> tuple[str, ...]:
        """The classes of the errors that ended threads of the student's code; `no-thread-error` when none has."""
        errors = self._process.replies.thread_errors if self._process else []
        return tuple(f"thread-{name}" for error in errors for name in error.classes) or ("no-thread-error",)

    def close(self) -> None:
        """Ends the student's process and all that it has started."""
        if self._process is not None:
            process, self._process = self._process, None
            try:
                process.close()
            except NotGraded:
                self.has_broken_its_place = True
                raise


class Remote:
    """An object of a class of the student's, in the student's process."""

    def __init__(self, student: Student, handle: Handle, name: str) -> None:
        self._student = student
        self.handle = handle
        self.name = name

    def calls(self, method: str, *arguments: Any, **named: Any) -> Call:
        """Has a method called; the call goes on while the check does."""
        return self._student._call(self, method, arguments, named)

    def tries(self, method: str, *arguments: Any, **named: Any) -> Call:
        """As `calls`, for a call that is expected to raise."""
        return self._student._call(self, method, arguments, named, error_expected=True)

    def starts(self, method: str, *arguments: Any, **named: Any) -> Call:
        """Has a method called in a thread of its own, for one that runs until it is told to stop."""
        return self._student._call(self, method, arguments, named, background=True)

    def enters(self) -> Remote:
        """Begins a `with`: what `__enter__` returns, the object itself or another."""
        call = self._student._call(self, "__enter__", (), {}, keep=True)
        entered = call.returned()
        if not isinstance(entered, Handle):
            raise call.failure("returned-other", "wrong-type", expected=shown(self.handle), got=shown(entered))
        if entered.kind == "NoneType":
            raise call.failure("returned-none", "none", expected=shown(self.handle))
        return Remote(self._student, entered, self.name)

    def leaves(self) -> Call:
        """Ends a `with` without an error."""
        return self.calls("__exit__", None, None, None)

    def get(self, attribute: str) -> Any:
        """The value of an attribute."""
        question = {"do": "attribute", "handle": self.handle.number, "name": attribute}
        name = f"{self.name}.{attribute}"
        return Call(self._student, self._student.process.ask(question), name, name).returned()

    @property
    def address(self) -> tuple[Any, ...]:
        """Its attribute `address`: a pair of a host and a port that can be connected to."""
        address = self.get("address")
        if isinstance(address, tuple) and values.is_address(address) and address[1]:
            return address
        symptoms = symptoms_of_difference(("127.0.0.1", 5000), address)
        raise CheckFailed("bad-address", *symptoms, name=f"{self.name}.address", got=shown(address))


class Call:
    """A call at the student's end: what it returns, what it raises, or that it does neither."""

    def __init__(self, student: Student, number: int, function: str, text: str, quiet: bool = False) -> None:
        self._student = student
        self._number = number
        self.function = function
        self.text = text
        self.quiet = quiet

    def failure(self, code: str, *symptoms: str, **data: Any) -> CheckFailed:
        """The failure that names this call."""
        return CheckFailed(code, *symptoms, call=self.text, function=self.function, **data)

    def _answer(self, deadline: Deadline) -> dict[str, Any]:
        replies = self._student.process.replies
        answer = replies.wait(self._number, deadline)
        if answer is None:
            if replies.fault is not None:
                raise self.failure("unreadable-answer", reason=replies.fault)
            if replies.ended:
                raise self._student.exited(call=self.text, function=self.function)
            if not replies.loaded:
                raise self.failure("hang-at-import", "hang", seconds=deadline.seconds)
            raise self.failure("hang", *self._student.thread_symptoms(), seconds=deadline.seconds)
        if "load_error" in answer:
            error = self._error(answer["load_error"])
            raise self.failure(
                "does-not-load", *error.classes, error=shown(error), line=error.line, source=error.source
            )
        if "missing" in answer:
            raise self._missing(answer)
        if "not_callable" in answer:
            raise self.failure("not-callable", kind=visible(str(answer["not_callable"])[:100]))
        if "unreadable" in answer:
            raise self.failure("unreadable-answer", reason=visible(str(answer["unreadable"])[:200]))
        return answer

    def _missing(self, answer: dict[str, Any]) -> CheckFailed:
        name = self.function.rpartition(".")[2]
        names = answer.get("names")
        known = [str(known)[:100] for known in names[:200]] if isinstance(names, list) else []
        known = [name for name in known if name not in self._student.contract]
        folded = {known_name.lower().replace("_", ""): known_name for known_name in known}
        twin = folded.get(name.lower().replace("_", ""))
        nearest = [twin] if twin else difflib.get_close_matches(name, known, n=1, cutoff=0.75)
        if nearest:
            return self.failure("misspelt", name=name, nearest=visible(nearest[0]))
        return self.failure("missing", name=self.function)

    def _error(self, report: Any) -> ErrorReport:
        try:
            return values.decode_error(report)
        except Unreadable as fault:
            raise self.failure("unreadable-answer", reason=str(fault)) from fault

    def _raised(self, error: ErrorReport) -> CheckFailed:
        if "NotImplementedError" in error.classes:
            return self.failure("not-written")
        return self.failure(
            "raised", *error.classes, f"errno-{error.errno}", error=shown(error), line=error.line, source=error.source
        )

    def stop_if_broken(self) -> None:
        """Raises CheckFailed when the call has already ended in an error."""
        answer = self._student.process.replies.peek(self._number)
        if answer is not None and "value" not in answer:
            self.returned()

    def returned(self, within: float | None = None) -> Any:
        """What the call returns, within `within` seconds or the check's deadline. Raises CheckFailed."""
        deadline = self._student.deadline if within is None else self._student.deadline.at_most(within)
        answer = self._answer(deadline)
        if "error" in answer:
            raise self._raised(self._error(answer["error"]))
        return self._value(answer)

    def returned_list(self) -> list[Any]:
        """What the call returns, which the runner makes a list of texts. Raises CheckFailed."""
        got = self.returned()
        if not isinstance(got, list):
            raise self.failure("unreadable-answer", reason=type(got).__name__)
        return got

    def _value(self, answer: dict[str, Any]) -> Any:
        try:
            return values.decode(answer.get("value"))
        except Unreadable as fault:
            raise self.failure("unreadable-answer", reason=str(fault)) from fault

    def returns(self, expected: Any, *others: Any) -> None:
        """The call must return `expected`, or one of `others`: the same value, of the same type."""
        got = self.returned()
        if any(same(wanted, got) for wanted in (expected, *others)):
            return
        if isinstance(expected, tuple) and isinstance(got, tuple) and len(expected) == len(got):
            number = next(number for number, pair in enumerate(zip(expected, got, strict=True)) if not same(*pair))
            raise self._other("returned-other-value", expected[number], got[number], number=number + 1)
        raise self._other("returned-none" if got is None else "returned-other", expected, got)

    def _other(self, code: str, expected: Any, got: Any, **data: Any) -> CheckFailed:
        """The failure that says how `got`, returned or a part of what was returned, differs from `expected`."""
        symptoms = symptoms_of_difference(expected, got)
        if isinstance(expected, tuple) and got is not None:
            symptoms = ()  # what came instead of several values, or of an address, points to nothing
        if symptoms == ("cut-short",) and isinstance(expected, (bytes, str)):
            return self.failure(
                "returned-part",
                "returned-other",
                *symptoms,
                size=len(got),
                expected_size=len(expected),
                kind=type(got).__name__,
            )
        at = None
        if type(expected) is type(got) and isinstance(expected, (bytes, str)):
            at = first_difference(expected, got)
        if code == "returned-other-value":
            symptoms = ("returned-other", *symptoms)
        return self.failure(code, *symptoms, expected=shown(expected, at), got=shown(got, at), at=at, **data)

    def returns_socket(self) -> Handle:
        """The call must return an open socket."""
        got = self.returned()
        if isinstance(got, Handle) and got.socket is not None and got.socket.get("open") is True:
            return got
        code = "returned-none" if got is None else "returned-other"
        symptoms = symptoms_of_difference(Handle(0, "socket"), got)
        raise self.failure(code, *symptoms, expected=shown(Handle(0, "an open socket")), got=shown(got))

    def raises(self, *classes: str) -> ErrorReport:
        """The call must raise an error of one of these classes, or of a class below them."""
        answer = self._answer(self._student.deadline)
        if "error" not in answer:
            got = self._value(answer)
            raise self.failure("no-error", *symptoms_of_difference("", got), classes=list(classes), got=shown(got))
        error = self._error(answer["error"])
        if not set(classes) & set(error.classes):
            if "NotImplementedError" in error.classes:
                raise self.failure("not-written")
            raise self.failure(
                "other-error",
                *error.classes,
                classes=list(classes),
                error=shown(error),
                line=error.line,
                source=error.source,
            )
        return error

    def is_over(self) -> bool:
        """Whether the call has ended, one way or the other."""
        return self._student.process.replies.peek(self._number) is not None

    def leaves_nothing_open(self) -> None:
        """The call must have closed every socket that it has opened and not returned."""
        left = self._answer(self._student.deadline).get("left_open", 0)
        if isinstance(left, int) and left > 0:
            raise self.failure("left-open", count=left)


class Program:
    """The student's module run as a program: its screen, its end."""

    def __init__(self, student: Student) -> None:
        self._student = student
        self._process = student.process

    def interrupts(self) -> None:
        """Presses Ctrl-C."""
        self._process.signal("INT")

    def exits(self, *statuses: int, within: float | None = None) -> None:
        """The program must end by itself, with one of these exit codes."""
        deadline = self._student.deadline if within is None else self._student.deadline.at_most(within)
        if not self._process.replies.wait_for_end(deadline):
            raise CheckFailed("program-runs-on", "hang", seconds=deadline.seconds)
        status = self._process.replies.exit_status
        for stream in (self._process.errors, self._process.output):
            stream.wait_until(lambda _: False, deadline.at_most(0.5))
        errors = self._process.errors.text
        if status not in statuses:
            raise CheckFailed(
                "exit-status", *last_error(errors), expected=list(statuses), got=status, errors=tail(errors)
            )

    def shows_no_traceback(self) -> None:
        """Nothing that looks like a traceback may have been printed."""
        for text in (self._process.errors.text, self._process.output.text):
            if "Traceback (most recent call last)" in text:
                raise CheckFailed("traceback", *last_error(text), errors=tail(text))


def last_error(text: str) -> tuple[str, ...]:
    """The class of the error that a traceback ends with, as a symptom."""
    for line in reversed(text.splitlines()):
        name = line.partition(":")[0].rpartition(".")[2]
        if name.isidentifier() and (
            name.endswith(("Error", "Exception", "Interrupt")) or name in ("timeout", "gaierror", "herror")
        ):
            return (name,)
    return ()


def tail(text: str) -> str:
    """The last lines of what was printed, made visible."""
    return "\n".join(visible(line)[:200] for line in text.strip().splitlines()[-4:])


def _arguments(arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
    parts = [_argument(argument) for argument in arguments]
    parts += [f"{key}={_argument(value)}" for key, value in named.items()]
    return ", ".join(parts)


def _argument(value: Any) -> str:
    if isinstance(value, Handle):
        return "sock" if value.socket else value.kind
    if isinstance(value, values.Keyboard):
        return "lines"
    if isinstance(value, (bytes, str, list)) and len(value) > MOST_OF_ARGUMENT:
        return visible(repr(value[:MOST_OF_ARGUMENT]))[:-1] + ("…]" if isinstance(value, list) else "…'")
    text = visible(repr(value))
    return text if len(text) <= 40 else text[:39] + "…"


def address_of(handle: Handle) -> tuple[Any, ...]:
    """The local address of a socket in the student's process."""
    local = (handle.socket or {}).get("local")
    if local is None:
        raise CheckFailed("bad-address", name="getsockname()", got=shown(handle))
    return tuple(local) if handle.socket and handle.socket["family"] == socket.AF_INET6 else tuple(local[:2])

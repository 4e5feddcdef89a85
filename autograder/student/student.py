"""The student as a check speaks of them: the words that call functions, make objects, run the program.

Every word that waits has the check's deadline. What goes wrong at the student's end is raised as CheckFailed, with
the fact; what goes wrong at ours as NotGraded.
"""

from __future__ import annotations

import select
import signal
import socket
from collections.abc import Collection
from typing import Any

from autograder.deadline import Deadline
from autograder.sandbox.place import Place
from autograder.shown import shown, tail, visible
from autograder.student import values
from autograder.student.call import Call, written
from autograder.student.process import StudentProcess
from autograder.student.program import Program
from autograder.student.remote import Remote
from autograder.student.values import Handle
from autograder.transcript import Transcript, Wire
from autograder.verdict import CheckFailed, NotGraded

EXPLANATION = 0.3
"""Seconds that the end of a call may take to be known after the end of its connection, on a busy machine."""


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
            raise CheckFailed(
                "not-printed",
                *self._screen_symptoms(text),
                *self.thread_symptoms(),
                expected=shown(text),
                screen=tail(self.screen),
            )

    def _screen_symptoms(self, missing: str) -> tuple[str, ...]:
        """How the screen looks on which a text is missing."""
        screen, half = self.screen, len(missing) // 2
        if not screen.strip():
            return ("screen-empty",)
        signs = {
            "screen-repr": repr(missing.encode()) in screen,
            "screen-part": missing[:half] in screen or missing[half:] in screen,
            "screen-replaced": "\ufffd" in screen and "\ufffd" not in missing,
            "screen-replaced-inside": any(
                f"{missing[0]}\ufffd" in line and missing[half:] in line for line in screen.splitlines()
            ),
        }
        return ("screen-other", *(name for name, holds in signs.items() if holds))

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

    def pauses(self) -> None:
        """Stops the student's process and lets it go on at once, as Ctrl-Z and `fg` do, where there are signals.

        A `send` that waits for room then returns how much it has sent so far, on a socket that blocks (signal(7)).
        """
        if hasattr(signal, "SIGSTOP"):
            self.process.signal("STOP")
            self.process.signal("CONT")

    def runs_program(self, *arguments: str) -> Program:
        """Has the module run as `python module.py arguments`."""
        self.process.ask({"do": "program", "arguments": list(arguments)}, error_expected=True)
        self.transcript.note("student", "runs", text=" ".join(["python", "module.py", *arguments]))
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
        call = Call(self, number, function, f"{function}({written(arguments, named)})", quiet=error_expected)
        self.transcript.note("student", "calls", text=call.text, call=number)
        self._calls.append(call)
        return call

    def explains_the_end(self) -> None:
        """Raises CheckFailed when a connection ended because a call or the process did: that takes a moment to show."""
        if self._process is not None and not self._process.replies.all_is_over():
            alarm, deadline = self._process.alarm, Deadline(EXPLANATION)
            while not deadline.passed() and select.select([alarm.socket], [], [], deadline.left())[0]:
                alarm.quiet()  # it may have rung for an answer of long ago
                self.stop_if_broken()
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
        errors = self.process.errors
        errors.wait_until(lambda _: False, Deadline(EXPLANATION))
        return CheckFailed(code, *self.thread_symptoms(), status=replies.exit_status, errors=tail(errors.text), **data)

    def thread_symptoms(self) -> tuple[str, ...]:
        """The classes of the errors that ended threads of the student's code; `no-thread-error` when none has."""
        errors = self._process.replies.thread_errors if self._process else []
        return tuple(f"thread-{name}" for error in errors for name in error.classes) or ("no-thread-error",)

    def record(self) -> Wire:
        """What has happened so far, on the wire and in the calls."""
        found = [call.answer() for call in self._calls] if self._process is not None else []
        return self.transcript.record(dict(answer for answer in found if answer is not None))

    def close(self) -> None:
        """Ends the student's process and all that it has started."""
        if self._process is not None:
            process, self._process = self._process, None
            try:
                process.close()
            except NotGraded:
                self.has_broken_its_place = True
                raise

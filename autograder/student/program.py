"""The student's module run as a program: its screen, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.shown import tail
from autograder.verdict import CheckFailed

if TYPE_CHECKING:
    from autograder.student.student import Student


class Program:
    """The student's module run as a program: its screen, its end."""

    def __init__(self, student: Student) -> None:
        self._student = student
        self._process = student.process

    def interrupts(self) -> None:
        """Presses Ctrl-C."""
        self._student.transcript.note("student", "interrupts")
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

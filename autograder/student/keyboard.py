"""The student's keyboard, as a check types on it."""

from __future__ import annotations

from autograder.student.student import Student
from autograder.student.values import Keyboard


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

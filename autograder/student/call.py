"""A call at the student's end: what it returns, what it raises, or that it does neither in time."""

from __future__ import annotations

import contextlib
import difflib
from typing import TYPE_CHECKING, Any

from autograder.deadline import Deadline
from autograder.shown import first_difference, same, shown, symptoms_of_difference, tail, visible
from autograder.student import values
from autograder.student.values import ErrorReport, Handle, Unreadable
from autograder.transcript import Answer
from autograder.verdict import CheckFailed

if TYPE_CHECKING:
    from autograder.student.student import Student

_NOTHING_YET = object()
MOST_OF_ARGUMENT = 16
"""Bytes, characters or items of an argument that a fact shows."""


class Call:
    """A call at the student's end: what it returns, what it raises, or that it does neither."""

    def __init__(self, student: Student, number: int, function: str, text: str, quiet: bool = False) -> None:
        self._student = student
        self._number = number
        self.function = function
        self.text = text
        self.quiet = quiet
        self._got: Any = _NOTHING_YET

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

    def _not_written(self, error: ErrorReport) -> CheckFailed:
        if error.function not in ("", self.function.rpartition(".")[2]):
            return self.failure("uses-not-written", used=visible(error.function)[:80])
        return self.failure("not-written")

    def _raised(self, error: ErrorReport) -> CheckFailed:
        if "NotImplementedError" in error.classes:
            return self._not_written(error)
        failure = self.failure(
            "raised", *error.classes, f"errno-{error.errno}", error=shown(error), line=error.line, source=error.source
        )
        threads = self._student.thread_symptoms()
        if threads != ("no-thread-error",):  # the error of a thread may be what this one comes from
            failure.symptoms += threads
            failure.fact.data["errors"] = tail(self._student.process.errors.text)
        return failure

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
        if self._got is _NOTHING_YET:
            try:
                self._got = values.decode(answer.get("value"))
            except Unreadable as fault:
                raise self.failure("unreadable-answer", reason=str(fault)) from fault
        return self._got

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
        if symptoms[:1] == ("cut-short",) and isinstance(expected, (bytes, str)):
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
        raise self.failure(code, *symptoms, expected={"kind": "phrase", "text": "open-socket"}, got=shown(got))

    def raises(self, *classes: str) -> ErrorReport:
        """The call must raise an error of one of these classes, or of a class below them."""
        answer = self._answer(self._student.deadline)
        if "error" not in answer:
            got = self._value(answer)
            raise self.failure("no-error", *symptoms_of_difference("", got), classes=list(classes), got=shown(got))
        error = self._error(answer["error"])
        if not set(classes) & set(error.classes):
            if "NotImplementedError" in error.classes:
                raise self._not_written(error)
            raise self.failure(
                "other-error",
                *error.classes,
                classes=list(classes),
                error=shown(error),
                line=error.line,
                source=error.source,
            )
        return error

    def answer(self) -> tuple[int, Answer] | None:
        """Its number and how it has ended, for the record; None when it has not, or with nothing that can be read."""
        frame = self._student.process.replies.peek(self._number)
        with contextlib.suppress(CheckFailed):
            if frame is not None and "value" in frame:
                moment = self._student.process.replies.moment(self._number)
                return self._number, (moment, "returns", shown(self._value(frame)))
            if frame is not None and "error" in frame:
                moment = self._student.process.replies.moment(self._number)
                return self._number, (moment, "raises", shown(self._error(frame["error"])))
        return None

    def is_over(self) -> bool:
        """Whether the call has ended, one way or the other."""
        return self._student.process.replies.peek(self._number) is not None

    def leaves_nothing_open(self) -> None:
        """The call must have closed every socket that it has opened and not returned."""
        left = self._answer(self._student.deadline).get("left_open", 0)
        if isinstance(left, int) and left > 0:
            raise self.failure("left-open", count=min(left, 1_000_000))


def written(arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
    """Arguments as a call writes them, shortened."""
    parts = [_argument(argument) for argument in arguments]
    parts += [f"{key}={_argument(value)}" for key, value in named.items()]
    return ", ".join(parts)


def _argument(value: Any) -> str:
    if isinstance(value, Handle):
        return "sock" if value.socket else value.kind
    if isinstance(value, values.Keyboard):
        return "lines"
    if isinstance(value, values.Raised):
        return f"{value.name}()" if value.is_made else value.name
    if isinstance(value, (bytes, str, list)) and len(value) > MOST_OF_ARGUMENT:
        return visible(repr(value[:MOST_OF_ARGUMENT]))[:-1] + ("…]" if isinstance(value, list) else "…'")
    text = visible(repr(value))
    return text if len(text) <= 40 else text[:39] + "…"

"""An object that lives in the student's process: one of their classes, or a socket."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from autograder.shown import shown, symptoms_of_difference
from autograder.student import values
from autograder.student.call import Call
from autograder.student.values import Handle
from autograder.verdict import CheckFailed

if TYPE_CHECKING:
    from autograder.student.student import Student


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

    def leaves(self, error: str = "") -> Call:
        """Ends a `with`, without an error or with one of this class; what the call returns says whether it is lost."""
        raised = [values.Raised(error, is_made=False), values.Raised(error, is_made=True)] if error else [None, None]
        return self.calls("__exit__", *raised, None)

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


def address_of(handle: Handle) -> tuple[Any, ...]:
    """The local address of a socket in the student's process."""
    local = (handle.socket or {}).get("local")
    if local is None:
        raise CheckFailed("bad-address", name="getsockname()", got=shown(handle))
    return tuple(local) if handle.socket and handle.socket["family"] == socket.AF_INET6 else tuple(local[:2])

"""A conversation that was really held, as a drawing for a slide: a check plays the peer, a module the student."""

from __future__ import annotations

from typing import Any

from autograder.course import find
from autograder.diagram import Diagram
from autograder.judging import judge
from autograder.jury import Jury, with_jury
from autograder.samples import mistakes, solution_of
from autograder.texts import LANGUAGES
from autograder.verdict import CheckResult, Outcome

TRIES = 3
"""How often the conversation is held, at most, until it goes as it should: a machine that stands still may end it."""


SVG = "image/svg+xml;lang={language}"
"""What a deck finds the drawing under."""


class WentOtherwise(Exception):
    """The check did not pass with the solution, or did not fail with the mistake."""


class Conversation:
    """The drawing in every language, as a notebook shows it; a deck chooses."""

    def __init__(self, name: str, held: CheckResult) -> None:
        self._name = name
        self._held = held

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {
            SVG.format(language=each): self._drawn(each).svg(identity=self._name, own_style=False) for each in LANGUAGES
        }

    def __repr__(self) -> str:
        return "\n".join(self._drawn(language).text() for language in LANGUAGES)

    def _drawn(self, language: str) -> Diagram:
        assert self._held.wire is not None
        return Diagram(self._held.wire, self._held.fact, language=language)


def conversation(exercise: str, check: str, mistake: str = "") -> Conversation:
    """What passes during a check of the solution, or of the solution with the mistake in a file of tests/mistakes/.

    Raises KeyError when there is no such check, StopIteration when there is no such file, WentOtherwise.
    """
    found = find(exercise)
    if mistake:
        source = next(each for each in mistakes(found) if each.path.stem == mistake).source.encode()
    else:
        source = solution_of(found).read_bytes()
    held: list[CheckResult] = []

    def body(jury: Jury) -> None:
        jury.keeps_every_wire = True
        function = {name: terms.function for name, terms, _ in jury.checks_of(found)}[check]
        for _ in range(TRIES):
            result = judge(jury, found, f"{found.name}.py", lambda: source, seed=1, only=function)
            (last,) = (each for each in result.checks if each.name == check)
            if last.outcome is (Outcome.FAILED if mistake else Outcome.PASSED) and last.wire is not None:
                held.append(last)
                return

    with_jury([found], body)
    if not held:
        raise WentOtherwise(check)
    return Conversation(check, *held)

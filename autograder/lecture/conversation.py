"""A conversation that was really held, as a drawing for a slide: a check plays the peer, a module the student."""

from __future__ import annotations

from autograder.course import find
from autograder.diagram import Diagram
from autograder.judging import judge
from autograder.jury import Jury, with_jury
from autograder.samples import mistakes, solution_of
from autograder.verdict import CheckResult


class Conversation:
    """The drawing, as a notebook shows it."""

    def __init__(self, diagram: Diagram, identity: str) -> None:
        self._diagram = diagram
        self._identity = identity

    def _repr_svg_(self) -> str:
        return self._diagram.svg(identity=self._identity, own_style=False)

    def __repr__(self) -> str:
        return self._diagram.text()


def conversation(exercise: str, check: str, language: str, mistake: str = "") -> Conversation:
    """What passes during a check of the solution, or of the solution with the mistake in a file of tests/mistakes/.

    Raises KeyError when there is no such check, StopIteration when there is no such file.
    """
    found = find(exercise)
    if mistake:
        source = next(each for each in mistakes(found) if each.path.stem == mistake).source.encode()
    else:
        source = solution_of(found).read_bytes()
    results: dict[str, CheckResult] = {}

    def body(jury: Jury) -> None:
        jury.keeps_every_wire = True
        result = judge(jury, found, f"{found.name}.py", lambda: source, seed=1)
        results.update({each.name: each for each in result.checks})

    with_jury([found], body)
    chosen = results[check]
    if chosen.wire is None:
        raise KeyError(check)
    return Conversation(Diagram(chosen.wire, chosen.fact, language=language), f"{check}-{language}")

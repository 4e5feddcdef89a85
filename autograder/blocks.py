"""What the checks so far say about those to come: which need not be run, because they could only fail or hang."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from autograder.checking import Terms
from autograder.verdict import CheckResult, Fact, Outcome

BLOCKING = {"not-written", "uses-not-written", "missing", "misspelt", "not-callable"}
BLOCKING_ALL = {"does-not-load", "hang-at-import"}
HANGS_IN_AREA = 2
SILENT = {"no-datagram", "not-printed", "sent-nothing", "no-connection", "not-finished", "not-accepted", "says-nothing"}
"""Facts that cost a check its whole deadline, as a hang does."""
SILENCES_IN_AREA = 2
"""So many of them, and no check of the area that has passed: the others would wait in vain as well."""


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
        if result.fact is not None and result.fact.code == "busy-machine":
            self._all = Fact("skipped-busy-machine")
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
            in_vain = terms.area not in self._alive and self._silences[terms.area]
            if first or in_vain or self._hangs[terms.area] >= HANGS_IN_AREA:
                self._areas[terms.area] = Fact("skipped-hang", {"function": terms.function})
        elif result.fact.code in SILENT and terms.area not in self._alive:
            self._silences[terms.area] += 1
            if self._silences[terms.area] >= SILENCES_IN_AREA:
                self._areas[terms.area] = Fact("skipped-silent", {"function": terms.function})

"""From which checks fail together to the mistake behind them.

Each failed check has candidates: the mistakes that it suggests for what it saw, then those that any failure of that
kind suggests (`symptoms.toml`). A mistake that a passed check of the same function would have caught is ruled out. Of
what is left, the one that explains most failures of the function wins; a failure that none explains stays without a
name, for a wrong name costs a student more than none.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from autograder.checking import Suggestion
from autograder.verdict import CheckResult, Outcome

TABLE = Path(__file__).resolve().parent / "mistakes" / "symptoms.toml"


@cache
def general_rules() -> tuple[dict[str, str], ...]:
    """What a kind of failure suggests whatever the check: rows of `code`, `error`, `text` (a pattern), `mistake`."""
    with TABLE.open("rb") as file:
        return tuple(tomllib.load(file)["rules"])


def diagnose(
    results: Sequence[CheckResult], suggestions: Mapping[str, Sequence[Suggestion]], possible: Collection[str]
) -> None:
    """Names the mistake of each failed check, in place.

    `suggestions` are the checks' own, by check; `possible` the mistakes that the exercise can show.
    """
    ruled_out: dict[str, set[str]] = defaultdict(set)
    for result in results:
        if result.outcome is Outcome.PASSED:
            caught = (suggestion.mistake for suggestion in suggestions[result.name] if suggestion.catches)
            ruled_out[result.function].update(caught)
    passed = {result.name for result in results if result.outcome is Outcome.PASSED}
    failed = [result for result in results if result.outcome is Outcome.FAILED]
    told = {
        result.name: [row for row in suggestions[result.name] if not row.beside or row.beside in passed]
        for result in failed
    }
    candidates = {
        result.name: [
            row
            for row in dict.fromkeys(_candidates(result, told[result.name], ruled_out[result.function]))
            if row[0] in possible
        ]
        for result in failed
    }
    everywhere = Counter(mistake for rows in candidates.values() for mistake, _ in rows)
    for result in failed:
        here = Counter(
            mistake for other in failed if other.function == result.function for mistake, _ in candidates[other.name]
        )
        mine = candidates[result.name]
        if mine:
            best = max(
                range(len(mine)),
                key=lambda place: (mine[place][1], here[mine[place][0]], everywhere[mine[place][0]], -place),
            )
            result.mistake = mine[best][0]
            alone = len({mistake for mistake, _ in mine}) == 1
            result.certainty = "sure" if alone or mine[best][1] else "likely"


def _candidates(
    result: CheckResult, suggestions: Iterable[Suggestion], ruled_out: set[str]
) -> Iterable[tuple[str, bool]]:
    """The mistakes that a failure may be, each with whether its symptom names it beyond doubt."""
    rules = list(_general(result))
    for mistake, decisive in rules:
        if decisive:
            yield mistake, True
    for suggestion in suggestions:
        fits = not suggestion.symptoms or set(suggestion.symptoms) & set(result.symptoms)
        if fits and suggestion.mistake not in ruled_out:
            yield suggestion.mistake, False
    for mistake, decisive in rules:
        if not decisive and mistake not in ruled_out:
            yield mistake, False


def _general(result: CheckResult) -> Iterable[tuple[str, bool]]:
    if result.fact is None:
        return
    error = result.fact.data.get("error")
    text = error.get("text", "") if isinstance(error, dict) else ""
    errors = result.fact.data.get("errors") or result.fact.data.get("screen") or ""
    for rule in general_rules():
        if "code" in rule and rule["code"] != result.fact.code:
            continue
        if "error" in rule and rule["error"] not in result.symptoms:
            continue
        if "expected" in rule and _kind(result.fact.data.get("expected")) != rule["expected"]:
            continue
        if "text" in rule and not re.search(rule["text"], f"{text}\n{errors}"):
            continue
        yield rule["mistake"], bool(rule.get("decisive", False))


def _kind(shown: object) -> object:
    return shown.get("kind") if isinstance(shown, dict) else None

"""Judges modules on their author's machine: what `check` does, and a notebook's cell.

Somebody waits for it. So the places where the modules run start while this process imports pytest, which takes longer,
and what shows the verdicts is imported while the checks wait.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import Exercise
from autograder.sandbox import Place, open_place, read_module
from autograder.sandbox.ahead import PlacesAhead, places_ahead
from autograder.side_by_side import SIDE_BY_SIDE
from autograder.texts import mistakes_of, say, title

if TYPE_CHECKING:
    from autograder.jury import Jury


def check_modules(
    modules: Mapping[Exercise, Path],
    seed: int,
    only: str,
    language: str,
    show: Callable[[Exercise, dict[str, Any]], None],
    open_for: Callable[[str, bytes], Place] = open_place,
) -> tuple[list[dict[str, Any]], bool]:
    """Judges each module and shows it at once; the records, and whether the grader was at fault anywhere."""
    first = next(iter(modules))
    records: list[dict[str, Any]] = []
    faults: list[bool] = []

    def places_of(exercise: Exercise) -> AbstractContextManager[PlacesAhead | None]:
        if open_for is not open_place:
            return nullcontext()
        return places_ahead(exercise.name, modules[exercise], SIDE_BY_SIDE)

    def body(jury: Jury, places_of_first: PlacesAhead | None) -> None:
        from autograder.judging import has_fault, judge, record_of

        for exercise, path in modules.items():
            with nullcontext(places_of_first) if exercise is first else places_of(exercise) as places:
                result = judge(
                    jury,
                    exercise,
                    str(path),
                    partial(read_module, path),
                    seed,
                    only,
                    open_for,
                    SIDE_BY_SIDE,
                    ahead=places,
                    meanwhile=partial(_prepare_report, exercise, language),
                )
            faults.append(has_fault(result))
            records.append(record_of(jury, result, exercise, language))
            show(exercise, records[-1])

    collects = gc.isenabled()
    gc.disable()  # it would take a tenth of the time to look for garbage that is not there
    try:
        with places_of(first) as places:
            from autograder.jury import with_jury

            with_jury(modules, partial(body, places_of_first=places), only)
    finally:
        if collects:
            gc.enable()
    return records, any(faults)


def _prepare_report(exercise: Exercise, language: str) -> None:
    """Imports and reads what every report needs, which keeps it for later."""
    import autograder.report.table
    import autograder.report.terminal  # noqa: F401

    mistakes_of(exercise.name)
    title(exercise.name, "", "", language)
    say("points", language)

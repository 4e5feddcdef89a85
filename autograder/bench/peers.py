"""Like for like: one workload, the same submissions, graded by nbgrader, otter, pytest and the kit in its sandbox.

The scores are compared first; nothing is compared further unless they are equal.
"""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from autograder.bench import kit, others
from autograder.bench.goals import AtLeast, AtMost, add, table
from autograder.bench.measuring import Command, MemoryWatch, Spent, Spread, spent_by
from autograder.bench.scores import require_equal
from autograder.course import ROOT

ROUNDS = 200
"""Of the warm loop."""


@dataclass(frozen=True)
class Sizes:
    """How many students there are, how many of them the slower graders get, how often all is measured."""

    students: int = 200
    sample: int = 20
    otter_sample: int = 4
    spells: int = 3


@dataclass(frozen=True)
class Way:
    """One way to grade the class: `spell` does it once, and says what it takes, or would take, for all students."""

    name: str
    spell: Callable[[], Spent]
    how: str


class Peers:
    """All graders with their work laid out below a folder."""

    def __init__(self, folder: Path, sizes: Sizes, otter: Path | None) -> None:
        self._folder, self._sizes, self._otter = folder, sizes, otter
        students = kit.submissions(sizes.students)
        self._sample = list(students)[: sizes.sample]
        self._otter_sample = list(students)[-sizes.otter_sample :] if otter else []
        sample = {student: students[student] for student in self._sample}
        kit.lay_out(folder / "kit", students)
        others.lay_out_nbgrader(folder / "nbgrader", sample)
        others.lay_out_nbgrader(folder / "nbgrader-one", {self._sample[0]: sample[self._sample[0]]})
        others.lay_out_pytest(folder / "pytest", sample)
        if otter:
            others.lay_out_otter(folder / "otter", {student: students[student] for student in self._otter_sample})

    def memory_where_equal(self) -> dict[str, float]:
        """Has everybody grade once: the megabytes of all processes of each. Raises Unequal."""
        runs: dict[str, tuple[list[Command], Callable[[Path], dict[str, float]]]] = {
            "kit": ([kit.command(self._folder / "kit", "--jobs", "2")], kit.scores),
            "nbgrader": ([others.autograde(self._folder / "nbgrader")], others.scores_of_nbgrader),
            "pytest": (self._pytest(), others.scores_of_pytest),
        }
        if self._otter:
            runs["otter"] = (self._otter_runs(self._otter), others.scores_of_otter)
        memory, scores = {}, {}
        for name, (commands, read) in runs.items():
            with MemoryWatch() as watch:
                spent_by(commands, at_once=2)
            memory[name], scores[name] = watch.megabytes, read(self._folder / name)
        for name in runs:
            require_equal({"kit": scores["kit"], name: scores[name]})
        return memory

    def ways(self) -> dict[str, Way]:
        """Each way to grade them all."""
        sizes = self._sizes
        sampled = f"sampled {sizes.sample}, extrapolated to {sizes.students}"
        found = {
            "nbgrader": Way("nbgrader autograde", self._nbgrader, sampled),
            "one job": Way("the kit, one job", lambda: self._kit("--jobs", "1"), "all graded"),
            "two jobs": Way("the kit, two jobs", lambda: self._kit("--jobs", "2"), "all graded"),
            "usual": Way("the kit, as many as it takes itself", self._kit, "all graded"),
            "pytest": Way("pytest, a process each, two at a time", self._pytest_spell, f"{sampled}; no sandbox"),
        }
        if self._otter:
            how = f"sampled {sizes.otter_sample}, extrapolated to {sizes.students}"
            found["otter"] = Way("otter run, two at a time", self._otter_spell, how)
        return found

    def _kit(self, *words: str) -> Spent:
        return spent_by([kit.command(self._folder / "kit", *words)])

    def _nbgrader(self) -> Spent:
        """Its start counts once, however many there are."""
        one = spent_by([others.autograde(self._folder / "nbgrader-one")])
        some = spent_by([others.autograde(self._folder / "nbgrader")])
        steps = (self._sizes.students - 1) / (self._sizes.sample - 1)
        return Spent(
            one.seconds + steps * (some.seconds - one.seconds),
            one.processor + steps * (some.processor - one.processor),
        )

    def _pytest(self) -> list[Command]:
        return [others.pytest_of(self._folder / "pytest", student) for student in self._sample]

    def _pytest_spell(self) -> Spent:
        return self._for_all(spent_by(self._pytest(), at_once=2), self._sizes.sample)

    def _otter_runs(self, python: Path) -> list[Command]:
        return [others.otter_of(self._folder / "otter", student, python) for student in self._otter_sample]

    def _otter_spell(self) -> Spent:
        assert self._otter is not None
        return self._for_all(spent_by(self._otter_runs(self._otter), at_once=2), self._sizes.otter_sample)

    def _for_all(self, spent: Spent, sample: int) -> Spent:
        times = self._sizes.students / sample
        return Spent(spent.seconds * times, spent.processor * times)


def own_time_of_checks() -> float:
    """Seconds of a processor that the checks of a submission take themselves, in a warm process."""
    words = [sys.executable, "-m", "autograder.bench.workload.warm_loop", str(ROUNDS)]
    return float(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300).stdout)


def compare(folder: Path, sizes: Sizes, otter_at: Path) -> list[Table]:
    """The tables: what each way takes, and the ratios, spell by spell. Raises Unequal."""
    missing = ""
    otter: Path | None = None
    try:
        otter = others.install_otter(otter_at)
    except others.NotToBeHad as problem:
        missing = str(problem)
    peers = Peers(folder, sizes, otter)
    memory = peers.memory_where_equal()
    ways = peers.ways()
    spells: dict[str, list[Spent]] = defaultdict(list)
    floor = []
    for _ in range(sizes.spells):
        for name, way in ways.items():
            spells[name].append(way.spell())
        floor.append(own_time_of_checks())
    return [_times(ways, spells, memory, sizes, missing), _ratios(spells, floor, sizes)]


def _times(
    ways: Mapping[str, Way],
    spells: Mapping[str, list[Spent]],
    memory: Mapping[str, float],
    sizes: Sizes,
    missing: str,
) -> Table:
    title = f"{sizes.students} submissions of the workload, scores equal, {sizes.spells} spells"
    rows = Table("who", "seconds", "least – most", "ms of a processor each", "MB", "how", title=title)
    for name, way in ways.items():
        seconds = Spread.of(spent.seconds for spent in spells[name])
        each = Spread.of(1000 * spent.processor / sizes.students for spent in spells[name])
        most = memory.get({"two jobs": "kit"}.get(name, name))
        rows.add_row(
            way.name,
            f"{seconds.median:.1f}",
            f"{seconds.least:.1f} – {seconds.most:.1f}",
            f"{each.median:.0f}",
            "" if most is None else f"{most:.0f}",
            way.how,
        )
    if missing:
        rows.add_row("otter run", "", "", "", "", f"not to be had: {missing}")
    return rows


def _ratios(spells: Mapping[str, list[Spent]], floor: list[float], sizes: Sizes) -> Table:
    def times(slow: str, fast: str) -> Spread:
        pairs = zip(spells[slow], spells[fast], strict=True)
        return Spread.of(one.seconds / other.seconds for one, other in pairs)

    rows = table("how many times")
    add(rows, "nbgrader / the kit, one job", times("nbgrader", "one job"), AtLeast(15))
    add(rows, "nbgrader / the kit, two jobs", times("nbgrader", "two jobs"), AtLeast(30))
    add(rows, "nbgrader / the kit, as many as it takes itself", times("nbgrader", "usual"))
    add(rows, "pytest, two at a time / the kit, two jobs", times("pytest", "two jobs"), AtLeast(3))
    if "otter" in spells:
        add(rows, "otter, two at a time / the kit, two jobs", times("otter", "two jobs"))
    add(rows, "the kit, one job / two jobs", times("one job", "two jobs"), AtLeast(1.7))
    own = Spread.of(
        spent.processor / sizes.students / seconds for spent, seconds in zip(spells["one job"], floor, strict=True)
    )
    how = f"the checks alone: {1000 * Spread.of(floor).median:.1f} ms in a warm loop"
    add(rows, "processor time of a submission / of its checks alone", own, AtMost(8), how)
    return rows

"""Grades submissions over an executor, many more at once than there are cores: most checks wait most of the time.

The executor is a pool of threads of this process, each with a judge of this machine's foreman, or that of a cluster.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from typing import Any

from autograder.grading import fingerprint
from autograder.grading.intake import Submission
from autograder.grading.places import Places
from autograder.grading.workshop import Answer, Task, Workshop
from autograder.judging import record_from

TRIES = 2
QUIETER = 4
"""How many times fewer there are, of those that wait for a place or have one, when those come again that starved."""


@dataclass(frozen=True)
class Graded:
    """A submission with its result, as `judging.plain_of` gives it; `fault` says why there is none or it lacks some.

    `seconds` that it took, `memory` in bytes that its judge took at most.
    """

    submission: Submission
    seed: int
    isolation: str
    plain: dict[str, Any] | None
    fault: str | None
    seconds: float = 0.0
    memory: int = 0
    language: str = "en"

    @property
    def record(self) -> dict[str, Any] | None:
        """The record for people, with its sentences; None when there is no result."""
        if self.plain is None:
            return None
        return record_from(self.plain, self.language) | {"isolation": self.isolation}


class ClusterLost(Exception):
    """The cluster is gone; what is graded is kept."""


class UnfitWorker(Exception):
    """A worker of the cluster cannot judge; `code` names the message that says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Crew:
    """An executor, the function that it runs for each task, and how many tasks it is to have now, or to have next."""

    executor: Executor
    judge: Callable[[Task], Answer]
    slots: Callable[[], int]


class Pool:
    """So many submissions at once, on this machine or by another crew; a context manager that leaves nothing behind."""

    def __init__(self, jobs: int, language: str, isolation: str, crew: Crew | None = None) -> None:
        self._language = language
        self._isolation = isolation
        self.workshop = Workshop()
        self._ours = crew is None
        self._crew = crew or self._own_crew(jobs)
        self._pending: dict[Future[Answer], tuple[Submission, int]] = {}

    def _own_crew(self, jobs: int) -> Crew:
        """A place for each job; as many submissions again go on without one, and as many wait for one.

        So none is idle while a hanging one is waited for, or while a result is put on the disk.
        """
        places = Places(jobs)

        def at_a_place(task: Task) -> Answer:
            with places.taken() as give_up:
                return attempt(self.workshop, task, give_up)

        return Crew(ThreadPoolExecutor(2 * jobs), at_a_place, lambda: 2 * jobs + places.given_up)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for future in self._pending:
            future.cancel()
        self.workshop.close()
        self._crew.executor.shutdown(wait=self._ours)

    @property
    def under_way(self) -> list[Submission]:
        """What is not done: first what has begun, in the order of beginning, then what is next."""
        return [submission for submission, _ in list(self._pending.values())]

    def grade(self, work: Iterable[tuple[Submission, int]]) -> Iterator[Graded]:
        """Each submission with its seed, graded, in the order in which they are done.

        Those that had to wait too long for a processor come again at the end, with fewer beside them. Raises
        ClusterLost and UnfitWorker.
        """
        later: list[tuple[Submission, int]] = []
        for one, seed, answer in self._answers(work, self._crew.slots, patient=False):
            if answer["fault"] and answer["busy"]:
                later.append((one, seed))
            else:
                yield self._graded(one, seed, answer)
        for one, seed, answer in self._answers(later, lambda: max(1, self._crew.slots() // QUIETER), patient=True):
            yield self._graded(one, seed, answer)

    def _answers(
        self, work: Iterable[tuple[Submission, int]], slots: Callable[[], int], *, patient: bool
    ) -> Iterator[tuple[Submission, int, Answer]]:
        todo = iter(work)
        while True:
            for submission, seed in islice(todo, max(0, slots() - len(self._pending))):
                self._pending[self._submit(submission, seed, patient)] = submission, seed
            if not self._pending:
                return
            done, _ = wait(self._pending, return_when=FIRST_COMPLETED)
            for future in done:
                yield *self._pending.pop(future), _answer_of(future)

    def _submit(self, submission: Submission, seed: int, patient: bool) -> Future[Answer]:
        source = submission.source
        task = {
            "exercise": submission.exercise.name,
            "source": None if source is None else base64.b64encode(source).decode(),
            "seed": seed,
            "isolation": self._isolation,
            "kit": fingerprint.of_kit(submission.exercise),
            "patient": patient,
        }
        try:
            return self._crew.executor.submit(self._crew.judge, task)
        except RuntimeError as problem:
            raise ClusterLost(str(problem)) from problem

    def _graded(self, submission: Submission, seed: int, answer: Answer) -> Graded:
        return Graded(
            submission,
            seed,
            self._isolation,
            answer["plain"],
            answer["fault"],
            answer["seconds"],
            answer["memory"],
            self._language,
        )


def _answer_of(future: Future[Answer]) -> Answer:
    """What a task that is done has given. Raises ClusterLost and UnfitWorker."""
    try:
        return future.result()
    except CancelledError as problem:
        raise ClusterLost("the tasks were cancelled") from problem
    except UnfitWorker:
        raise
    except ImportError as problem:
        raise UnfitWorker("worker-without-kit", str(problem)) from problem
    except Exception as problem:  # whatever befell a worker costs this submission, and no other
        return no_answer(f"{type(problem).__name__}: {problem}"[:300])


def attempt(workshop: Workshop, task: Task, when_it_hangs: Callable[[], None] = lambda: None) -> Answer:
    """The answer to a task, tried again when the grader itself was at fault; `fault` says why it still is."""
    answer = no_answer("its judge ended")
    for _ in range(TRIES):
        found = workshop.judge(task, when_it_hangs)
        if found is not None:
            answer = found | {"fault": "not graded" if found["fault"] else None}
            if not found["fault"] or (found["busy"] and not task["patient"]):
                break
    return answer


def no_answer(why: str) -> Answer:
    """What stands for an answer that never came."""
    return {"plain": None, "fault": why, "busy": False, "seconds": 0.0, "memory": 0}

"""`make steady`: no verdict may depend on the seed, or on how busy the machine is.

Solutions and right submissions are judged under fifty seeds, mistakes under ten, while other work keeps every core
busy.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import sys
from collections import defaultdict
from collections.abc import Iterator

from autograder.course import exercises
from autograder.grading.intake import Submission
from autograder.grading.pool import Graded, Pool
from autograder.samples import mistakes, right_ones, solution_of

LONGEST = 3 * 60 * 60
"""Seconds after which the other work stops by itself."""


def _work_hard(seconds: float) -> None:
    import time

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(10_000))


@contextlib.contextmanager
def busy_machine() -> Iterator[None]:
    """Keeps every core busy meanwhile."""
    hands = [
        multiprocessing.Process(target=_work_hard, args=(LONGEST,), daemon=True) for _ in range(os.cpu_count() or 1)
    ]
    for hand in hands:
        hand.start()
    try:
        yield
    finally:
        for hand in hands:
            hand.kill()
            hand.join()


Verdict = tuple[str, str | None]
SLOW_RESOLVER = "slow-resolver"


def verdicts_in(graded: Graded) -> dict[str, Verdict]:
    """What must not differ, for each check: its outcome, and the mistake's name; for what is not graded, the reason."""
    if graded.record is None or graded.plain is None:
        return {"": ("not graded", graded.fault)}
    reasons = {row["name"]: (row["fact"] or {}).get("code") for row in graded.plain["checks"]}
    return {
        check["name"]: (
            check["outcome"],
            reasons[check["name"]] if check["outcome"] == "not graded" else check["mistake"],
        )
        for check in graded.record["checks"]
    }


def main() -> int:
    """Runs all and says which submissions were judged in more than one way; 1 when there are any."""
    parser = argparse.ArgumentParser(prog="python -m autograder.steady")
    parser.add_argument("--right", type=int, default=50, help="seeds for what is right")
    parser.add_argument("--wrong", type=int, default=10, help="seeds for what is wrong")
    parser.add_argument("--only", default="", help="only submissions whose name holds this")
    options = parser.parse_args()
    seen: dict[str, dict[str, set[Verdict]]] = defaultdict(lambda: defaultdict(set))
    unresolved = 0
    with busy_machine(), Pool(4, "en", "none") as pool:
        work = []
        for exercise in exercises():
            for path in [solution_of(exercise), *right_ones(exercise)]:
                for seed in range(options.right):
                    work.append(
                        (Submission(f"right {path.parent.name}/{path.stem}", exercise, path.read_bytes()), seed)
                    )
            for mistake in mistakes(exercise):
                wrong = mistake.source.encode()
                for seed in range(options.wrong):
                    work.append((Submission(f"wrong {exercise.name}/{mistake.path.stem}", exercise, wrong), seed))
        work = [item for item in work if options.only in item[0].student]
        for number, graded in enumerate(pool.grade(work), 1):
            key = graded.submission.student
            for check, verdict in verdicts_in(graded).items():
                if verdict[1] == SLOW_RESOLVER:  # the machine's, which says nothing of the submission
                    unresolved += 1
                    continue
                others = seen[key][check]
                if others - {verdict} or (key.startswith("right") and verdict[0] != "passed"):
                    print(f"{key}, seed {graded.seed}: {check} {verdict}, else {others - {verdict}}", flush=True)
                others.add(verdict)
            if number % 100 == 0:
                print(f"{number} of {len(work)}", file=sys.stderr, flush=True)
    unsteady = [key for key, checks in seen.items() if any(len(verdicts) > 1 for verdicts in checks.values())]
    print(f"{len(work)} runs of {len(seen)} submissions; judged in more than one way: {len(unsteady)}")
    print(f"checks that were not graded because this machine's resolver took too long: {unresolved}")
    return 1 if unsteady else 0


if __name__ == "__main__":
    sys.exit(main())

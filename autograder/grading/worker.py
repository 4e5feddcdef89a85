"""One worker of a class: judges what it is told on standard input, a line of JSON in, a line of JSON out.

A process of its own, so that whatever goes wrong in it can be ended and costs one submission at most.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from functools import partial

from autograder.course import exercises
from autograder.judging import has_fault, judge, record_of
from autograder.jury import Jury, with_jury
from autograder.sandbox import ISOLATIONS


def main() -> None:
    """Serves until standard input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    known = {exercise.name: exercise for exercise in exercises()}

    def body(jury: Jury) -> None:
        for line in sys.stdin:
            job = json.loads(line)
            exercise = known[job["exercise"]]
            source = None if job["source"] is None else base64.b64decode(job["source"])
            place = ISOLATIONS[job["isolation"]]
            module = f"{exercise.name}.py"
            result = judge(jury, exercise, module, partial(_given, source), job["seed"], open_for=place)
            record = record_of(jury, result, exercise, job["language"]) | {"isolation": job["isolation"]}
            answers.write(json.dumps({"record": record, "fault": has_fault(result)}) + "\n")
            answers.flush()

    with_jury(known.values(), body)


def _given(source: bytes | None) -> bytes | None:
    return source


if __name__ == "__main__":
    main()

"""Workers side by side, each fed one submission at a time; one that dies or hangs is replaced."""

from __future__ import annotations

import base64
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from autograder.grading.intake import Submission

PATIENCE = 300.0
"""Seconds for one submission, far beyond what the checks' own deadlines allow: then the worker itself is at fault."""


@dataclass(frozen=True)
class Graded:
    """A submission with its record; `fault` says why there is none, or that the record is not complete."""

    submission: Submission
    record: dict[str, Any] | None
    fault: str | None


class Worker:
    """One worker process."""

    def __init__(self, folder: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "autograder.grading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=os.environ | {"TMPDIR": folder},
        )

    def judge(self, submission: Submission, seed: int, language: str, isolation: str) -> dict[str, Any] | None:
        """The worker's answer; None when it died or was ended after five minutes."""
        assert self._process.stdin is not None and self._process.stdout is not None
        job = {
            "exercise": submission.exercise.name,
            "source": None if submission.source is None else base64.b64encode(submission.source).decode(),
            "seed": seed,
            "language": language,
            "isolation": isolation,
        }
        backstop = threading.Timer(PATIENCE, self._process.kill)
        backstop.start()
        try:
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = ""
        finally:
            backstop.cancel()
        if not line.endswith("\n"):
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Lets the worker end, or ends it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.close()
            self._process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self.kill()
        self._process.stdout.close()

    def kill(self) -> None:
        """Ends the worker at once; what it has started ends with it."""
        self._process.kill()
        self._process.wait()


class Pool:
    """So many workers; a context manager that leaves none behind."""

    def __init__(self, jobs: int, language: str, isolation: str) -> None:
        self._jobs = jobs
        self._language = language
        self._isolation = isolation
        self._folder = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
        self._todo: queue.SimpleQueue[tuple[Submission, int] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Graded] = queue.SimpleQueue()
        self._workers: set[Worker] = set()
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        while self._take() is not None:
            continue
        for worker in list(self._workers):
            worker.kill()
        for serving in self._threads:
            serving.join(30)
        self._folder.cleanup()

    def grade(self, work: Iterable[tuple[Submission, int]]) -> Iterator[Graded]:
        """Each submission, graded, in the order in which they are done."""
        count = 0
        for item in work:
            self._todo.put(item)
            count += 1
        for _ in range(min(self._jobs, count)):
            thread = threading.Thread(target=self._serve, daemon=True)
            self._threads.append(thread)
            thread.start()
        for _ in range(count):
            yield self._done.get()

    def _serve(self) -> None:
        worker: Worker | None = None
        while not self._stopping.is_set() and (item := self._take()) is not None:
            submission, seed = item
            answer = None
            for _ in range(2):
                if self._stopping.is_set():
                    return
                try:
                    worker = worker or self._hire()
                except OSError:
                    continue
                answer = worker.judge(submission, seed, self._language, self._isolation)
                if answer is None:
                    self._drop(worker)
                    worker = None
                elif not answer["fault"]:
                    break
            if answer is None:
                self._done.put(Graded(submission, None, "the worker ended twice"))
            else:
                self._done.put(Graded(submission, answer["record"], "not graded" if answer["fault"] else None))
        if worker is not None:
            self._workers.discard(worker)
            worker.close()

    def _take(self) -> tuple[Submission, int] | None:
        try:
            return self._todo.get(block=False)
        except queue.Empty:
            return None

    def _hire(self) -> Worker:
        worker = Worker(self._folder.name)
        self._workers.add(worker)
        return worker

    def _drop(self, worker: Worker) -> None:
        self._workers.discard(worker)
        worker.kill()

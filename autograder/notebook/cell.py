"""The kernel's side of a check cell: asks a fresh process for the verdicts, and shows what it answers.

The process sees the module as it is on the disk, not as some earlier cell has imported it; whatever the module does to
its process does not reach the kernel. Nothing is written to standard error: nbgrader takes that for a failure.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from autograder.notebook.score import Score

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 100.0
"""Seconds for one cell, beyond what the checks' own deadlines allow for any one exercise."""

TIME_TO_STOP = 5.0
"""Seconds that the process gets to end what it has started."""


def check_in_cell(what: object) -> Score:
    """Judges `what`, shows the verdicts and gives the points. Never raises, whatever goes wrong."""
    with contextlib.redirect_stderr(io.StringIO()):
        job = {"asked": str(what), **around_this_kernel()}
        try:
            answer = _ask(job)
        except KeyboardInterrupt:
            answer = _sentence(job, "cell-interrupted")
        except subprocess.TimeoutExpired:
            answer = _sentence(job, "cell-too-long", seconds=round(PATIENCE))
        except (OSError, ValueError) as problem:
            key = "cell-not-installed" if str(problem).startswith("ModuleNotFoundError") else "grader-fault"
            answer = _sentence(job, key, error=str(problem)[:300])
        _show(answer)
    return Score(answer["points"], answer["line"])


def around_this_kernel() -> dict[str, str]:
    """The kernel's folder, its notebook's file where Jupyter tells it, what nbgrader is doing."""
    try:
        folder = Path.cwd()
    except OSError:  # a cell has deleted it
        folder = ROOT
    return {
        "folder": str(folder),
        "notebook": os.environ.get("JPY_SESSION_NAME", ""),
        "execution": os.environ.get("NBGRADER_EXECUTION", ""),
    }


def _ask(job: dict[str, str]) -> dict[str, Any]:
    """The answer of `python -m autograder.notebook.judge`. Raises ValueError when it is none."""
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "autograder.notebook.judge"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        text, errors = process.communicate(json.dumps(job), timeout=PATIENCE)
    except BaseException:  # an interrupted cell leaves no process behind either
        _end(process)
        raise
    if process.returncode != 0:
        raise ValueError(errors.strip().rpartition("\n")[2] or f"exit code {process.returncode}")
    answer: dict[str, Any] = json.loads(text)
    return answer


def _end(process: subprocess.Popen[str]) -> None:
    """Ends the process: asked to stop, it ends the student's processes itself, and deletes their folders."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=TIME_TO_STOP)
    process.kill()
    process.communicate()


def _sentence(job: dict[str, str], key: str, **data: Any) -> dict[str, Any]:
    """An answer of one sentence, worth nothing."""
    from autograder.notebook.surroundings import Surroundings
    from autograder.report.table import sentence_as_html
    from autograder.texts import say

    text = say(key, Surroundings.described_by(job).language(None), **data)
    return {"points": 0, "line": "", "html": sentence_as_html(text), "text": text}


def _show(answer: dict[str, Any]) -> None:
    """The verdicts below the cell: a table where HTML is shown, else text."""
    shell = sys.modules.get("IPython")
    if shell is not None and shell.get_ipython() is not None:
        from IPython.display import display

        display({"text/html": answer["html"], "text/plain": answer["text"]}, raw=True)
    else:
        print(answer["text"])

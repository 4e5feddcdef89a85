"""Commands of nbgrader, one after the other in one process: each by itself takes seconds to start.

`python -m autograder.tests.nbgrader_steps "generate_assignment NAME" "autograde NAME" …` in the course's folder.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.course import ROOT

PATIENCE = 600
"""Seconds for all commands of a call."""


def run_nbgrader(course: Path, *commands: str, status: int = 0) -> str:
    """Runs the commands in the folder of a course, and gives what they print; the last one ends with `status`."""
    folders = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    result = subprocess.run(
        [sys.executable, "-m", "autograder.tests.nbgrader_steps", *commands],
        cwd=course,
        # nbgrader looks for alembic in PATH: an activated environment
        env=os.environ | {"PYTHONPATH": str(ROOT), "PATH": folders, "JUPYTER_CONFIG_DIR": str(course / "jupyter")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
    )
    assert result.returncode == status, result.stdout
    return result.stdout


def main(commands: Sequence[str]) -> int:
    """Runs each command as `nbgrader` itself would, until one fails; the exit code of the last."""
    from jupyter_core.application import NoStart
    from nbgrader.apps.nbgraderapp import NbGraderApp

    for command in commands:
        try:
            NbGraderApp.clear_instance()
            app = NbGraderApp()
            app.initialize(shlex.split(command))
            app.start()
        except NoStart:
            pass  # the subcommand has run in its place
        except SystemExit as end:
            if end.code:
                return int(end.code)
        for used in (NbGraderApp, type(app.subapp)):
            used.clear_instance()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

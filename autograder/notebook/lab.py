"""`make lab`: JupyterLab on the first notebook, in the language of the locale, without its news."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.course import ROOT, exercises
from autograder.notebook.surroundings import notebook_of
from autograder.texts import language_of_locale

SETTINGS = Path(__file__).resolve().parent / "jupyter"
"""What a student's JupyterLab does without: the question about news, and nbgrader's tools for instructors."""

QUIET = ["--log-level=ERROR", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]


def main(arguments: Sequence[str]) -> int:
    """Runs JupyterLab until it ends; `arguments` are its own. Its exit code."""
    language = language_of_locale()
    first = next(path for each in exercises() if (path := notebook_of(each, language)).exists())
    where = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{first.relative_to(ROOT).as_posix()}"]
    command = [sys.executable, "-m", "jupyterlab", *where, *QUIET, *arguments]
    if hasattr(os, "getuid") and os.getuid() == 0:
        command.append("--allow-root")
    paths = {"PYTHONPATH": ROOT, "JUPYTER_CONFIG_PATH": SETTINGS}
    ours = {name: os.pathsep.join(filter(None, [str(path), os.environ.get(name)])) for name, path in paths.items()}
    try:
        return subprocess.run(command, cwd=ROOT, env=os.environ | ours, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

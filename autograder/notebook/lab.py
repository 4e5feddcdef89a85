"""`make lab`: JupyterLab on the first notebook, in the language of the locale, without its news."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.course import ROOT, exercises
from autograder.notebook.surroundings import notebook_of
from autograder.texts import language_of_locale

SETTINGS = Path(__file__).resolve().parent / "jupyter"
"""What a student's JupyterLab does without: the question about news, and nbgrader's tools for instructors."""

QUIET = ["--log-level=ERROR", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]


def main(arguments: Sequence[str]) -> None:
    """Runs JupyterLab until it ends; `arguments` are its own."""
    from jupyterlab.labapp import LabApp

    language = language_of_locale()
    first = next(path for each in exercises() if (path := notebook_of(each, language)).exists())
    where = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{first.relative_to(ROOT).as_posix()}"]
    rights = ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    for name, path in {"PYTHONPATH": ROOT, "JUPYTER_CONFIG_PATH": SETTINGS}.items():
        os.environ[name] = os.pathsep.join(filter(None, [str(path), os.environ.get(name)]))
    LabApp.launch_instance([*where, *QUIET, *rights, *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])

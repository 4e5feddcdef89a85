"""`make lab`: JupyterLab on the first notebook, in the language of the locale, without its questions and news."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from autograder.course import ROOT, exercises
from autograder.notebook.surroundings import NOTEBOOKS
from autograder.texts import language_of_locale

QUIET = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]


def main(arguments: Sequence[str]) -> int:
    """Runs JupyterLab until it ends; `arguments` are its own. Its exit code."""
    name = exercises()[0].name
    first = NOTEBOOKS / language_of_locale() / name / f"{name}.ipynb"
    command = [sys.executable, "-m", "jupyterlab", str(first.relative_to(ROOT)), *QUIET, *arguments]
    if hasattr(os, "getuid") and os.getuid() == 0:
        command.append("--allow-root")
    python_path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    try:
        return subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": python_path}, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

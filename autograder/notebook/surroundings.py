"""Where a check cell stands: which module is judged, and in which language the notebook speaks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course import EXERCISES, ROOT, Exercise
from autograder.texts import LANGUAGES, language_of_locale

NOTEBOOKS = ROOT / "notebooks"
LARGEST_NOTEBOOK = 32 * 1024 * 1024
"""Bytes of the largest notebook that is looked into for its language."""


def notebook_of(exercise: Exercise, language: str) -> Path:
    """The kit's own notebook of an exercise."""
    return NOTEBOOKS / language / exercise.name / f"{exercise.name}.ipynb"


@dataclass(frozen=True)
class Surroundings:
    """The kernel's folder; the notebook's file where Jupyter tells it; what nbgrader is doing, if it is."""

    folder: Path
    notebook: Path | None
    execution: str

    @classmethod
    def described_by(cls, job: Mapping[str, str]) -> Surroundings:
        """From what the kernel tells: `folder`, `notebook` and `execution`, each empty when unknown."""
        notebook = Path(job["notebook"])
        return cls(
            Path(job["folder"]).resolve(), notebook.resolve() if notebook.is_absolute() else None, job["execution"]
        )

    @property
    def is_graded(self) -> bool:
        """Whether nbgrader grades somebody's submission."""
        return self.execution == "autograde"

    def _folders(self) -> list[Path]:
        """Where the notebook may be: the file's own folder first, for a cell may have changed the kernel's."""
        # while nbgrader runs a notebook, the name in the environment is that of whoever started nbgrader
        known = [self.notebook.parent] if self.notebook is not None and not self.execution else []
        return [*known, self.folder]

    def module(self, exercise: Exercise) -> Path | None:
        """The student's module: beside the notebook, or in `exercises/` for a notebook of the kit; None for none.

        A submission without a module is never given the one of `exercises/`.
        """
        name = f"{exercise.name}.py"
        for folder in self._folders():
            if (folder / name).is_file():
                return folder / name
        in_the_kit = any(folder.is_relative_to(NOTEBOOKS) or folder in (ROOT, EXERCISES) for folder in self._folders())
        return EXERCISES / name if in_the_kit and not self.is_graded and (EXERCISES / name).is_file() else None

    def language(self, exercise: Exercise | None) -> str:
        """The notebook's language, as its metadata say; the locale's where no notebook is found."""
        files = [self.notebook] if self.notebook is not None and not self.execution else []
        if exercise is not None:
            files += [folder / f"{exercise.name}.ipynb" for folder in self._folders()]
        for folder in self._folders():
            files += sorted(folder.glob("*.ipynb"))
        return next((found for file in files if (found := language_of_notebook(file))), language_of_locale())


def language_of_notebook(file: Path) -> str | None:
    """`fr` or `en`, as a notebook's metadata say; None when they do not, or the file cannot be read."""
    try:
        if file.stat().st_size > LARGEST_NOTEBOOK:
            return None
        found = json.loads(file.read_bytes())["metadata"]["lang"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return found if found in LANGUAGES else None

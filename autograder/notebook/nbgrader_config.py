"""Settings of nbgrader for this course. Written once, then yours to change."""

from pathlib import Path

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    IgnorePattern,
    LimitOutput,
    OverwriteKernelspec,
    SaveAutoGrades,
)

from autograder.notebook.preprocessors import DropCopies, ExecuteLocked, RestoreCells

HERE = Path(__file__).resolve().parent
EXERCISES = [folder.name for folder in sorted((HERE / "source").iterdir()) if folder.is_dir()]

c = get_config()  # noqa: F821
c.CourseDirectory.root = str(HERE)
c.CourseDirectory.course_id = "network_programming"

# The module is what a student hands in: the stub of the same name must not replace it.
c.Autograde.exclude_overwriting = {name: [f"{name}.py"] for name in EXERCISES}

# A cell that was copied, or deleted, costs nobody the submission.
c.Autograde.sanitize_preprocessors = [ClearOutput, DropCopies, OverwriteKernelspec, RestoreCells, CheckCellMetadata]

# Only the cells that are locked run; what they say on standard error is no failure.
c.Autograde.autograde_preprocessors = [
    ExecuteLocked,
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"[\s\S]"
c.Execute.timeout = 120

# What Moodle gives under "download all submissions", for `nbgrader zip_collect`.
c.FileNameCollectorPlugin.named_regexp = (
    r".*_(?P<student_id>\d+)_assignsubmission_file_?(?:/|(?=[^/]))(?:.*/)?(?P<file_id>[^/]+)$"
)
c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".py"]

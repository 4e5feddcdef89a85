"""The autograder of the course. `from autograder import check` is all that a notebook needs of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.notebook.score import Score


def check(what: str = "") -> Score | int:
    """Judges the module beside the notebook.

    `what` is an exercise, named as on the command line, or one function of it: the exercise, a dot, the function.
    Shows the verdicts below the cell, and gives the points as a number, which nbgrader takes for the cell's.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - a notebook's kernel may be any Python
        print(
            "Python 3.11 or later is needed: choose another kernel. / Il faut Python 3.11 : choisissez un autre noyau."
        )
        return 0
    from autograder.notebook.cell import check_in_cell

    return check_in_cell(what)

"""Runs the code of a deck once, in a kernel of its own, and keeps what each cell gave."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from autograder.course import ROOT
from autograder.lecture.source import Cell
from autograder.samples import SOLUTIONS

LONGEST = 20
"""Seconds that a cell may take."""


def run(cells: Sequence[Cell], folder: Path) -> None:
    """Gives every code cell its outputs; `folder` is where the code runs; it may import the solutions.

    Raises nbclient's CellExecutionError for a cell that fails without saying so by its tag, and CellTimeoutError.
    """
    code = [cell for cell in cells if cell.is_code]
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                cell.code, metadata={"tags": ["raises-exception"] if "fails" in cell.tags else []}
            )
            for cell in code
        ]
    )
    NotebookClient(
        notebook,
        timeout=LONGEST,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    ).execute(env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, SOLUTIONS)))})
    for cell, done in zip(code, notebook.cells, strict=True):
        cell.outputs = [dict(output) for output in done.outputs]
        if "fails" in cell.tags and not any(output["output_type"] == "error" for output in cell.outputs):
            raise ValueError(f"this was to fail, and did not:\n{cell.code}")

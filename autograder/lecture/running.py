"""Runs notebooks, and the code of a deck once, each in a kernel of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from autograder.course import ROOT
from autograder.lecture.source import Cell
from autograder.samples import SOLUTIONS

LONGEST = 20
"""Seconds that a cell of a deck may take."""

AT_HOME = """
import socket, sys

class NotThisMachine(RuntimeError):
    pass

def _stay_at_home(event, arguments, own=("localhost", "127.0.0.1", "::1", socket.gethostname())):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getnameinfo"):
        host = arguments[-1][0] if isinstance(arguments[-1], tuple) else ""
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    else:
        return
    if host and isinstance(host, (str, bytes)) and host not in own:
        raise NotThisMachine(host)

sys.addaudithook(_stay_at_home)
"""
"""Ahead of a deck's code: no slide asks a name server, or needs a network."""


class LeavesTheMachine(Exception):
    """A slide's code would have sent something to another machine; the text is that code."""


def execute(notebook: Any, folder: Path, longest: float, *modules: Path) -> None:
    """Runs a notebook in `folder`, each cell for `longest` seconds; it may import the kit and what is in `modules`.

    Raises nbclient's CellExecutionError, for a cell that fails and has no tag `raises-exception`, or CellTimeoutError.
    """
    NotebookClient(
        notebook,
        timeout=longest,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    ).execute(env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, *modules)))})


def run(cells: Sequence[Cell], folder: Path) -> None:
    """Gives every code cell of a deck its outputs; `folder` is where the code runs; it may import the solutions.

    Raises what `execute` raises, ValueError for a cell that was to fail and did not, and LeavesTheMachine.
    """
    code = [cell for cell in cells if cell.is_code]
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(AT_HOME),
            *(
                nbformat.v4.new_code_cell(
                    cell.code, metadata={"tags": ["raises-exception"] if "fails" in cell.tags else []}
                )
                for cell in code
            ),
        ]
    )
    execute(notebook, folder, LONGEST, SOLUTIONS)
    for cell, done in zip(code, notebook.cells[1:], strict=True):
        cell.outputs = [dict(output) for output in done.outputs]
        errors = [output["ename"] for output in cell.outputs if output["output_type"] == "error"]
        if "NotThisMachine" in errors:
            raise LeavesTheMachine(cell.code)
        if "fails" in cell.tags and not errors:
            raise ValueError(f"this was to fail, and did not:\n{cell.code}")

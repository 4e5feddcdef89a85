"""Gradescope: `results.json` for one submission, and the zip from which it builds its autograder."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course import ROOT
from autograder.exports.results import Record
from autograder.texts import say

SCRIPTS = Path(__file__).resolve().parent / "gradescope_files"
NOT_TAKEN = {"tests", "__pycache__"}
FIXED_DATE = (2016, 2, 1, 0, 0, 0)
"""So that the same kit makes the same zip, byte by byte."""


def as_results(record: Record, language: str) -> dict[str, Any]:
    """One student's results as Gradescope takes them: a test for each check, with what it says to the student."""
    tests = [
        {
            "name": f"{result['exercise'].partition('_')[0]} · {check['function']} · {check['title']}",
            "score": check["points"],
            "max_score": check["max_points"],
            "status": "passed" if check["outcome"] == "passed" else "failed",
            "output": _output(check, language),
            "output_format": "text",
            "visibility": "visible",
            "tags": [check["mistake"]] if check["mistake"] else [],
        }
        for result in record["exercises"]
        for check in result["checks"]
    ]
    unsafe = any(result.get("isolation") == "none" for result in record["exercises"])
    return {
        "score": sum(result.get("points", 0) for result in record["exercises"]),
        "output": say("gradescope-unsafe", language) if unsafe else "",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _output(check: dict[str, Any], language: str) -> str:
    outcome = "" if check["outcome"] in ("passed", "failed") else say(check["outcome"], language)
    lesson = say("explain-hint", language, mistake=check["mistake"]) if check["mistake"] else ""
    return "\n\n".join(filter(None, (outcome, check["fact"], check["advice"], lesson)))


def write_zip(path: Path) -> int:
    """Writes the zip to upload under "Configure autograder"; how many files it holds. Raises OSError.

    It holds what grades, and nothing that helps a student to pass: neither the solutions nor the tests of the kit.
    """
    files = {"setup.sh": SCRIPTS / "setup.sh", "run_autograder": SCRIPTS / "run_autograder"}
    files |= {source.relative_to(ROOT).as_posix(): source for source in _kit()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, source in files.items():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | (0o755 if source.parent == SCRIPTS else 0o644)) << 16
            archive.writestr(entry, source.read_bytes())
    return len(files)


def _kit() -> Iterator[Path]:
    """The files of the kit that grading needs."""
    yield ROOT / "requirements.txt"
    for folder in (ROOT / "autograder", ROOT / "exercises"):
        for source in sorted(folder.rglob("*")):
            parts = source.relative_to(ROOT).parts
            if source.is_file() and NOT_TAKEN.isdisjoint(parts) and not any(part.startswith(".") for part in parts):
                yield source

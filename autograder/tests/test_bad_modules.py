"""Modules that cannot be judged as they are: each gets a verdict that says what happened, never a traceback of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course import Exercise, exercises
from autograder.tests.verdicts import explain, judge_all

SOURCES: dict[str, tuple[str, str, str]] = {
    "empty": ("", "is empty", ""),
    "blank": ("\n\n   \n", "is empty", ""),
    "syntax error": ("def broken(:\n    pass\n", "SyntaxError", "module-does-not-load"),
    "tabs and spaces": ("if True:\n\tx = 1\n        y = 2\n", "TabError", "module-does-not-load"),
    "exception at import": (
        "x = 1 / 0\n",
        "ZeroDivisionError: division by zero at line 1: `x = 1 / 0`",
        "module-does-not-load",
    ),
    "exit at import": ("import sys\nsys.exit(0)\n", "SystemExit", "module-does-not-load"),
    "hard exit at import": ("import os\nos._exit(0)\n", "ended before it had answered (exit code 0)", ""),
    "loop at import": ("while True:\n    pass\n", "had not finished loading after 2 s", "module-does-not-load"),
    "input at import": ("name = input('name? ')\n", "EOFError", "input-at-import"),
    "imports what is not there": ("import nothing_of_the_kind\n", "ModuleNotFoundError", "module-does-not-load"),
    "binary": ("\0\0\0\x01", "null bytes", "module-does-not-load"),
    "latin-1": ("# caf\xe9\n", "SyntaxError", "module-does-not-load"),
}


FUNCTIONS = {
    "prints a lot": """def NAME(*_):
    for _ in range(100):
        print("x" * 1_000_000)
    raise ValueError("done")
""",
    "wrong signature": "def NAME():\n    pass\n",
    "not a function": "NAME = 3\n",
    "wrong type": "def NAME(*_):\n    return 1.5\n",
    "endless repr": """class R:
    def __repr__(self):
        raise ValueError
def NAME(*_):
    return R()
""",
    "error in a thread": """import threading
def NAME(*_):
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
""",
    "kills itself": "import os\ndef NAME(*_):\n    os.kill(os.getpid(), 9)\n",
}


def first_function(exercise: Exercise) -> str:
    """The name of the function whose checks come first."""
    return exercise.functions[0]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The bad modules, each judged as the first exercise of sockets."""
    folder = tmp_path_factory.mktemp("bad")
    exercise = exercises()[4]
    name = first_function(exercise)
    sources = {key: source for key, (source, _, _) in SOURCES.items()}
    sources |= {key: source.replace("NAME", name) for key, source in FUNCTIONS.items()}
    sources["misspelt"] = f"def {name.replace('_', '')}(*_):\n    pass\n"
    modules: dict[str, tuple[Exercise, Path]] = {"missing": (exercise, folder / "missing.py")}
    for number, (key, source) in enumerate(sources.items()):
        path = folder / f"m{number}.py"
        path.write_text(source, encoding="latin-1" if key == "latin-1" else "utf-8")
        modules[key] = (exercise, path)
    return judge_all(modules)


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_that_does_not_load_says_why(name: str, records: dict[str, dict[str, Any]]) -> None:
    """The first check says what is wrong with the module, and names the mistake."""
    _, text, mistake = SOURCES[name]
    record = records[name]
    first = record["checks"][0]
    assert record["points"] == 0
    assert first["outcome"] == "failed"
    assert text in first["fact"], explain(record)
    assert (first["mistake"] or "") == mistake, explain(record)


@pytest.mark.parametrize(
    ("name", "text", "mistake"),
    [
        ("missing", "There is no module", None),
        ("prints a lot", "raised ValueError: done", None),
        ("misspelt", "is that the one?", "misspelt-name"),
        ("wrong signature", "takes 0 positional arguments", "wrong-signature"),
        ("not a function", "is not a function but int", None),
        ("wrong type", "received nothing", None),
        ("kills itself", "signal 9", None),
    ],
)
def test_a_function_that_goes_wrong_says_how(
    name: str, text: str, mistake: str | None, records: dict[str, dict[str, Any]]
) -> None:
    """The first check tells what happened to the call."""
    first = records[name]["checks"][0]
    assert first["outcome"] == "failed"
    assert text in first["fact"], explain(records[name])
    assert first["mistake"] == mistake


def test_no_verdict_is_the_graders_fault(records: dict[str, dict[str, Any]]) -> None:
    """Whatever the module does, each check is judged or skipped."""
    for name, record in records.items():
        outcomes = {check["outcome"] for check in record["checks"]}
        assert "not graded" not in outcomes, f"{name}: {explain(record)}"

# cases: 12, 13
"""Each way to forge a verdict fools a grader that trusts the process of the submission; ours does not ask it.

That ours is not fooled is judged in `test_attacks.py`, where these attackers stand between honest submissions. Here the
same files are handed to graders as one finds them: had an attack no effect on these, it would prove nothing on ours.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import exercises, find
from autograder.grading.intake import take_in
from autograder.tests.attackers import Attack, attacks
from autograder.tests.verdicts import explain, judge_all

TEST = """
import socket
from submission import receive_all

EXPECTED = b"hello world"

def test_receive_all():
    ours, theirs = socket.socketpair()
    ours.sendall(EXPECTED)
    ours.close()
    assert receive_all(theirs) == EXPECTED
"""
SCRIPT = """
import test_submission
try:
    test_submission.test_receive_all()
except Exception as error:
    print("FAILED:", error)
    raise SystemExit(1)
"""
REPORTER = """
import json
try:
    import test_submission
    test_submission.test_receive_all()
    passed = True
except Exception:
    passed = False
print(json.dumps({"passed": passed}))
"""
RESULTS = """
import json
with open("results.json", "w") as file:
    json.dump({"passed": False}, file)
import test_submission
try:
    test_submission.test_receive_all()
    verdict = True
except Exception:
    verdict = False
if verdict:
    with open("results.json", "w") as file:
        json.dump({"passed": True}, file)
"""
PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=junit.xml", "test_submission.py"]
WRONG = "def receive_all(sock):\n    return b'wrong'\n"
RIGHT = "def receive_all(sock):\n    return sock.recv(100)\n"
VERDICTS = attacks("verdict")


def naive_verdict(how: str, source: str, folder: Path, **beside: str) -> bool:
    """Whether a grader that runs the submission in its own process takes it for right; `how` is what it looks at."""
    folder = folder / "class" / "student" / "work"
    folder.mkdir(parents=True)
    files = {"submission.py": source, "test_submission.py": TEST, "script.py": SCRIPT, "reporter.py": REPORTER}
    for name, text in (files | {"results.py": RESULTS} | beside).items():
        (folder / name).write_text(text, encoding="utf-8")
    words = {"script": ["script.py"], "screen": ["script.py"], "verdict": ["reporter.py"], "results": ["results.py"]}
    done = subprocess.run(
        [sys.executable, *words.get(how, PYTEST)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
    )
    match how:
        case "exit code" | "script":
            return done.returncode == 0
        case "junit":
            return 'failures="0"' in (folder / "junit.xml").read_text(encoding="utf-8")
        case "output":
            return b"failed" not in done.stdout and b"Error" not in done.stdout
        case "screen":
            return b"\x1b" in done.stdout
        case "verdict":
            return bool(json.loads(done.stdout.splitlines()[0])["passed"])
        case "results":
            return bool(json.loads((folder / "results.json").read_text(encoding="utf-8"))["passed"])
    raise AssertionError(how)


WAYS = [(attack, how) for attack in VERDICTS for how in ", ".join(attack.says("fools")).split(", ")]


@pytest.mark.parametrize("how", sorted({how for _, how in WAYS}))
def test_the_naive_grader_is_not_fooled_by_everything(how: str, tmp_path: Path) -> None:
    """It tells right from wrong as long as nobody attacks it."""
    assert naive_verdict(how, WRONG, tmp_path / "wrong") is False
    if how != "screen":
        assert naive_verdict(how, RIGHT, tmp_path / "right") is True


@pytest.mark.parametrize(("attack", "how"), WAYS, ids=lambda part: getattr(part, "name", part))
def test_the_attack_fools_a_naive_grader(attack: Attack, how: str, tmp_path: Path) -> None:
    """The attack works where the grader asks the submission's own process how it went."""
    assert naive_verdict(how, attack.source, tmp_path)


FILES_BESIDE = {
    "conftest.py": "def pytest_pyfunc_call(pyfuncitem):\n    return True\n",
    "pytest.ini": "[pytest]\naddopts = --collect-only\n",
    "sitecustomize.py": "import os, sys\nif 'pytest' in sys.orig_argv:\n    os._exit(0)\n",
    "colorsys.py": "import os\nos._exit(0)\n",
}
"""Cases 12 and 13: what a student may hand in beside the module, and that tools find by themselves."""


@pytest.mark.parametrize("name", FILES_BESIDE)
def test_files_beside_the_module_fool_a_naive_grader_and_not_ours(name: str, tmp_path: Path) -> None:
    """They are not taken in; whoever runs tools in the folder obeys them."""
    source = WRONG if name != "colorsys.py" else "import colorsys\n" + WRONG
    assert naive_verdict("exit code", source, tmp_path / "naive", **{name: FILES_BESIDE[name]})
    exercise = find("ex05")
    folder = tmp_path / "ours" / "student" / exercise.name
    folder.mkdir(parents=True)
    (folder / name).write_text(FILES_BESIDE[name], encoding="utf-8")
    (folder / f"{exercise.name}.py").write_text(source, encoding="utf-8")
    intake = take_in(tmp_path / "ours", exercises())
    (submission,) = intake.submissions
    assert (submission.source, intake.unused) == (source.encode(), 1)
    record = judge_all({"student": (exercise, folder / f"{exercise.name}.py")})["student"]
    attacked = [check for check in record["checks"] if check["function"] == "receive_all"]
    assert sum(check["points"] for check in attacked) == 0, explain(record)
    assert re.search("returned 5 bytes|returned b'wrong'", attacked[0]["fact"]), explain(record)

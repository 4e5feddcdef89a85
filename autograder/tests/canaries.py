"""What an attack is after, laid out where it can be found; and a look at what an attack has left."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.course import ROOT
from autograder.sandbox import NoSandbox
from autograder.sandbox.bwrap import STRANGER, bubblewrap, interpreter
from autograder.sandbox.doctor import examine, surprises
from autograder.tests.attackers import Attack

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="a class is graded on Linux")
ELSEWHERE = "/var/tmp"
"""Where the canary file lies: not in /tmp, which a sandbox covers with a folder of its own."""

PLAIN = """
import json, sys
scope = {}
with open(sys.argv[1]) as file:
    exec(compile(file.read(), sys.argv[1], "exec"), scope)
bait = json.loads(sys.argv[2])
got = [scope["attack"](bait | {"me": me}) for me in ("first", "second")]
print(json.dumps([str(text) for text in got if text]))
"""
"""A program that gives an attack all it could wish for, and has it run twice, as in two checks."""


@cache
def what_is_wrong_with_the_sandbox() -> str:
    """What the doctor finds; empty when it holds."""
    try:
        return ", ".join(finding.name for finding in surprises(examine()))
    except NoSandbox as reason:
        return f"{reason.code} {reason.detail}"


def need_sandbox() -> None:
    """Skips the test where no sandbox holds; with REQUIRE_SANDBOX=1, fails it."""
    problem = what_is_wrong_with_the_sandbox()
    if problem and os.environ.get("REQUIRE_SANDBOX") == "1":
        pytest.fail(f"no sandbox that holds: {problem}")
    if problem:
        pytest.skip(f"no sandbox that holds: {problem}")


@dataclass
class Canaries:
    """A file, a listener, a process and a secret of this machine, and what must not have happened to them."""

    file: Path
    listener: socket.socket
    process: subprocess.Popen[bytes]
    secret: str
    marker: str = field(default_factory=lambda: "atk" + secrets.token_hex(5))

    @property
    def bait(self) -> dict[str, Any]:
        """Where an attack finds them, except for the secret, which it is to find."""
        return {
            "file": str(self.file),
            "port": self.listener.getsockname()[1],
            "pid": self.process.pid,
            "project": str(ROOT),
            "marker": self.marker,
            "megabytes": 1200,
            "me": "me",
            "sandboxed": True,
        }

    def visitors(self) -> int:
        """How many have connected to the listener since the last time."""
        count = 0
        try:
            while True:
                self.listener.accept()[0].close()
                count += 1
        except BlockingIOError:
            return count

    def harm(self) -> list[str]:
        """What has happened to them, in words; empty when nothing has."""
        found = [] if self.file.read_text() == self.secret else ["the file has changed"]
        found += ["somebody has connected to the listener"] if self.visitors() else []
        found += ["the process has ended"] if self.process.poll() is not None else []
        found += [f"process {number} is left" for number in self.processes_left()]
        found += [f"{path} is left" for path in self.files_left()]
        return found

    def processes_left(self) -> list[int]:
        """The processes that bear the marker, in their name, their command line or their environment."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            for name in ("comm", "cmdline", "environ"):
                try:
                    if self.marker.encode() in (folder / name).read_bytes():
                        found.append(int(folder.name))
                        break
                except OSError:
                    continue
        return [number for number in found if number != os.getpid()]

    def files_left(self) -> list[Path]:
        """Files outside of the sandbox whose names bear the marker."""
        folders = {"/", "/tmp", ELSEWHERE, "/dev/shm", tempfile.gettempdir(), str(Path.cwd()), str(Path.home())}
        return [path for folder in folders for path in Path(folder).glob(f"*{self.marker}*")]


@contextmanager
def canaries() -> Iterator[Canaries]:
    """Lays them out; takes them away at the end."""
    secret = "canary-" + secrets.token_hex(16)
    with tempfile.TemporaryDirectory(dir=ELSEWHERE) as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        file = Path(folder) / "canary"
        file.write_text(secret)
        file.chmod(0o666)
        Path(folder).chmod(0o755)
        left_open = os.open(file, os.O_RDONLY)
        os.set_inheritable(left_open, True)
        os.environ["GRADER_CANARY"] = secret
        process = as_stranger([str(interpreter()), "-c", "import sys; sys.stdin.read()", secret], {})
        try:
            yield Canaries(file, listener, process, secret)
        finally:
            del os.environ["GRADER_CANARY"]
            os.close(left_open)
            process.kill()
            process.communicate()


def as_stranger(words: list[str], environment: dict[str, str], **options: Any) -> subprocess.Popen[bytes]:
    """A program that runs as the sandbox's user, with no sandbox around it."""
    stranger = STRANGER if os.getuid() == 0 else None
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        env=environment,
        user=stranger,
        group=stranger,
        extra_groups=None if stranger is None else [],
        **options,
    )


ADMINISTRATOR = "--unshare-user --unshare-net --unshare-uts --uid 0 --gid 0 --cap-add ALL --bind / / --".split()
"""Words for bubblewrap: whoever runs behind them may do everything, in namespaces of their own."""


def attack_without_any_guard(attack: Attack, bait: dict[str, Any], *, administrator: bool = False) -> list[str]:
    """What the attack gets in a plain process that inherits everything, in two runs."""
    with tempfile.TemporaryDirectory(dir=ELSEWHERE, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o777)
        module = folder / "module.py"
        module.write_text(attack.source)
        words = [bubblewrap(), *ADMINISTRATOR] if administrator else []
        process = as_stranger(
            [*words, str(interpreter()), "-c", PLAIN, str(module), json.dumps(bait | {"sandboxed": False})],
            os.environ | {"HOME": name},
            stdout=subprocess.PIPE,
            cwd=folder,
            close_fds=False,
        )
        output, _ = process.communicate(timeout=30)
    got: list[str] = json.loads(output.splitlines()[-1])
    return got

"""No sandbox: the student's code runs with the rights of whoever runs the grader, on their own machine.

`Nursery` forks a child for each check from a clean process; `Alone` starts an interpreter for each, which works
wherever Python does.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, BinaryIO, cast

from autograder.sandbox.place import PATIENCE, RUNNER, NurseryLine
from autograder.student.process import StudentProcess
from autograder.verdict import NotGraded

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")

SLOW_RESOLVER = 3.0
"""Seconds after which a resolver is too slow to be graded with."""

LOOKING_UP = 10.0
"""Seconds for all the names of a check: some machines ask a resolver far away, and the check asks from both ends."""

START = "import sys; sys.path.append(sys.argv.pop(1)); import runner; sys.path.pop(); runner.main()"
INTERPRETER = [sys.executable, "-I", "-S", "-X", "utf8", "-c", START, str(RUNNER.parent)]
"""Runs the runner as a module, which Python compiles but once."""


class Workplace:
    """A new, empty folder that holds a copy of the submitted module."""

    def __init__(self, module_name: str, source: bytes) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="student-"))
        self.module = self.folder / f"{module_name}.py"
        self.module.write_bytes(source)

    def socket(self, family: int, kind: int, protocol: int = 0) -> socket.socket:
        """A socket of the trusted end: without a sandbox the network is everybody's."""
        return socket.socket(family, kind, protocol)

    known_hosts: tuple[str, ...] = ("localhost",)
    looking_up = LOOKING_UP
    nursery: int | None = None

    def resolve(self, function: str, *arguments: Any) -> Any:
        """What this machine's resolver says, as JSON would hold it; None when it knows nothing."""
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(getattr(socket, function)(*arguments))
            except (OSError, UnicodeError):
                answers.put(None)

        threading.Thread(target=ask, daemon=True).start()
        try:
            return json.loads(json.dumps(answers.get(timeout=SLOW_RESOLVER)))
        except queue.Empty:
            raise NotGraded("slow-resolver", seconds=SLOW_RESOLVER) from None

    def mend(self) -> None:
        """Does nothing: each check has a process of its own."""

    def let_go(self) -> None:
        """Leaves the place to another process, a fork of this one or its parent: nothing is ended here."""

    def close(self) -> None:
        """Deletes the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Nursery(Workplace):
    """A clean process that forks a child for each check (POSIX).

    It starts by itself, unless there is one already at the other end of a `line`; who wants to use it at once waits.
    """

    def __init__(self, module_name: str, source: bytes, line: NurseryLine | None = None) -> None:
        super().__init__(module_name, source)
        self._line = line or self._start()
        self._prepare()

    def _start(self) -> NurseryLine:
        control, theirs = socket.socketpair()
        with theirs:
            process = start_runner("nursery", [theirs.fileno()])
        self.nursery = process.pid
        return NurseryLine(control, process, kill_group)

    def _prepare(self) -> None:
        with contextlib.suppress(NotGraded):  # one that has ended already gives no answer either
            self._line.tell({"do": "preload", "module": str(self.module)})
        self._is_ready = False

    def get_ready(self) -> None:
        """Waits until the nursery has started. Raises NotGraded."""
        if not self._is_ready:
            self.nursery = self._line.answer()["pid"]
            self._line.waits(PATIENCE)
            self._is_ready = True

    def start(self, *, keyboard: bool) -> StudentProcess:
        """A fresh process with the submitted module, for one check."""
        self.get_ready()
        return self._line.start(str(self.module), str(self.folder), keyboard=keyboard, limits={})

    def mend(self) -> None:
        """Starts another nursery."""
        self._line.close()
        self._line = self._start()
        self._prepare()

    def let_go(self) -> None:
        """Leaves the nursery to another process: it ends with the last that holds its line."""
        self._line.let_go()

    def close(self) -> None:
        """Ends whatever still runs there."""
        self._line.close()
        super().close()


class Alone(Workplace):
    """An interpreter for each check: slower, and the same on every system."""

    def get_ready(self) -> None:
        """Does nothing: nothing runs before there is a check."""

    def start(self, *, keyboard: bool) -> StudentProcess:
        """A fresh process with the submitted module, for one check."""
        token = os.urandom(16).hex()
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(PATIENCE)
            host, port = listener.getsockname()
            process = subprocess.Popen(
                [*INTERPRETER, "alone", host, str(port), token, str(self.module)],
                stdin=subprocess.PIPE if keyboard else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                cwd=self.folder,
            )
            line = self._accept(listener, token, process)
        stream = cast(BinaryIO, line.makefile("rwb"))

        def end() -> None:
            process.kill()
            process.wait()
            line.close()

        return StudentProcess(
            keyboard=cast(BinaryIO | None, process.stdin),
            output=cast(BinaryIO, process.stdout),
            errors=cast(BinaryIO, process.stderr),
            requests=stream,
            replies=stream,
            send_signal=lambda name: _send_signal(process, name),
            end=end,
            exit_status=process.wait,
        )

    def _accept(self, listener: socket.socket, token: str, process: subprocess.Popen[bytes]) -> socket.socket:
        for _ in range(10):
            try:
                line, _ = listener.accept()
                line.settimeout(PATIENCE)
                if line.recv(len(token), socket.MSG_WAITALL) == token.encode():
                    line.settimeout(None)
                    return line
                line.close()
            except OSError:
                break
        process.kill()
        process.wait()
        raise NotGraded("nursery-broken", error="the student's process did not answer")


def start_runner(mode: str, lines: list[int], *words: str) -> subprocess.Popen[bytes]:
    """Starts the runner, with its ends of the lines to it by their file descriptors."""
    return subprocess.Popen(
        [*INTERPRETER, mode, *words, *map(str, lines)],
        pass_fds=lines,
        stdin=subprocess.DEVNULL,
        cwd="/",
        env={},
        process_group=0,  # a Ctrl-C at the terminal is for the grader, which ends this process in its own way
    )


def kill_group(leader: int) -> None:
    """Kills all processes of a group that is left of them."""
    with contextlib.suppress(OSError):
        os.killpg(leader, signal.SIGKILL)


def _send_signal(process: subprocess.Popen[bytes], name: str) -> None:
    if sys.platform == "win32":
        raise NotGraded("no-signals")
    process.send_signal(getattr(signal, f"SIG{name}"))

"""The sandbox of an instructor: bubblewrap around the nursery, one for each submission.

Inside there is a network with a loopback only, Python and its libraries read-only, a small /tmp, a /etc of our own, one
user without any capability, and a filter of system calls. The nursery is the first process of its namespace: when it
ends, the kernel ends everything in there. Every file comes in through a file descriptor, so that no path of the
machine shows inside; every socket that faces the student is made in there by the nursery and handed out.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from autograder.sandbox import control_group
from autograder.sandbox.place import PATIENCE, RUNNER, TO_START, NoSandbox, NurseryLine
from autograder.sandbox.remedy import cause
from autograder.sandbox.runner_inside import runner_inside
from autograder.sandbox.seccomp import system_call_filter
from autograder.student.process import StudentProcess
from autograder.verdict import NotGraded

MEGABYTE = 1024 * 1024
HOME = "/home/student"
STRANGER = 200_123
"""The user and group that the sandbox runs as when root starts it: an ordinary number that owns nothing."""

LIMITS = {
    "NPROC": 160,
    "NOFILE": 512,
    "FSIZE": 16 * MEGABYTE,
    "CORE": 0,
    "STACK": MEGABYTE,
    "AS": 1024 * MEGABYTE,
    "CPU": 60,
}
"""For each process of a student: threads and processes of the sandbox together, open files, bytes, seconds."""

MEMORY = 768 * MEGABYTE
"""For all processes of a sandbox together: the nursery looks twenty times a second, and ends them when it is more."""

LONG_NAME = "a-rather-long-name-that-nobody-would-like-to-type.in-a-domain-that-is-long-too.seance"
"""Longer than a label may be, as no label of it is."""

HOSTS = f"""\
127.0.0.1 localhost
::1 localhost ip6-localhost
127.0.0.7 alpha.seance alpha
127.0.0.8 beta.seance beta b2
127.0.0.9 {LONG_NAME}
127.0.1.1 grader.seance grader
"""
"""The names that the sandbox knows, and it alone."""

ETC = {
    "hosts": HOSTS,
    "hostname": "grader\n",
    "host.conf": "multi on\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n",
    "passwd": f"root:x:0:0::/:/bin/false\nstudent:x:1000:1000::{HOME}:/bin/false\n",
    "group": "root:x:0:\nstudent:x:1000:\n",
    "services": "echo 7/tcp\necho 7/udp\ndomain 53/tcp\ndomain 53/udp\nhttp 80/tcp\nhttps 443/tcp\n",
    "protocols": "ip 0 IP\nicmp 1 ICMP\ntcp 6 TCP\nudp 17 UDP\nipv6-icmp 58 IPv6-ICMP\n",
}


@cache
def bubblewrap() -> str:
    """The path of bwrap, from the system's own folders alone. Raises NoSandbox."""
    found = shutil.which("bwrap", path="/usr/bin:/usr/local/bin:/bin")
    if not sys.platform.startswith("linux") or found is None:
        raise NoSandbox("no-bubblewrap")
    return found


@cache
def interpreter() -> Path:
    """The Python for inside: ours when the sandbox's user can reach it, else the system's. Raises NoSandbox."""
    ours = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    system = [Path(f"/usr/bin/python3.{minor}") for minor in range(sys.version_info.minor, 10, -1)]
    later = [Path(f"/usr/bin/python3.{minor}") for minor in range(sys.version_info.minor + 1, 20)]
    for path in (ours, *system, *later):
        if path.exists() and _reachable(path.resolve()):
            return path.resolve()
    raise NoSandbox("no-python")


@cache
def socket_memory() -> int:
    """Bytes that the kernel holds at most for a socket: twice what this machine lets one ask for (socket(7))."""
    return 2 * max(int(Path(f"/proc/sys/net/core/{name}").read_text()) for name in ("wmem_max", "rmem_max"))


def look_around() -> None:
    """Finds out once what every sandbox needs to know, before the processes fork that make them. Raises NoSandbox."""
    bubblewrap()
    runner_inside(RUNNER, interpreter())
    socket_memory()
    control_group.here()


def _reachable(path: Path) -> bool:
    """Whether the sandbox's user may run this file: everybody's rights count when we are root."""
    if os.getuid() != 0:
        return os.access(path, os.X_OK)
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def _python_binds() -> Iterator[str]:
    """Python and the libraries that it is linked with, and nothing else of the machine."""
    python = interpreter()
    yield from ("--ro-bind", "/usr/lib", "/usr/lib")
    for folder in ("lib", "lib64"):
        if Path(f"/{folder}").is_symlink():
            yield from ("--symlink", f"usr/{folder}", f"/{folder}")
        if Path(f"/usr/{folder}").is_dir() and folder != "lib":
            yield from ("--ro-bind", f"/usr/{folder}", f"/usr/{folder}")
    yield from ("--ro-bind", "/usr/bin/dash", "/usr/bin/sh", "--symlink", "usr/bin", "/bin")
    if python.is_relative_to("/usr/bin"):
        yield from ("--ro-bind", str(python), str(python))
    else:
        prefix = str(python.parent.parent)
        yield from ("--ro-bind", prefix, prefix)


class Inside:
    """The files and arguments of one start of bubblewrap, each behind a file descriptor."""

    def __init__(self) -> None:
        self.descriptors: list[int] = []

    def carry(self, content: bytes) -> str:
        """A file descriptor, as a word, from which bubblewrap reads this content."""
        number = os.memfd_create("inside")
        with open(number, "wb", closefd=False) as file:
            file.write(content)
        os.lseek(number, 0, os.SEEK_SET)
        self.descriptors.append(number)
        return str(number)

    def close(self) -> None:
        """Gives the descriptors back."""
        for number in self.descriptors:
            os.close(number)
        self.descriptors = []


def arguments(inside: Inside, module_name: str, source: bytes, info: int, left_out: frozenset[str]) -> list[str]:
    """The words that tell bubblewrap what to build; `left_out` takes guards away, for tests of what they guard."""
    words = ["--unshare-user", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    words += [] if "processes" in left_out else ["--unshare-pid", "--as-pid-1"]
    words += [] if "network" in left_out else ["--unshare-net"]
    words += ["--disable-userns"] if "filter" not in left_out else []
    words += ["--uid", "1000", "--gid", "1000", "--hostname", "grader", "--die-with-parent", "--new-session"]
    words += ["--cap-add" if "capabilities" in left_out else "--cap-drop", "ALL"]
    words += [] if "environment" in left_out else ["--clearenv"]
    words += ["--setenv", "PATH", "/usr/bin", "--setenv", "HOME", HOME, "--setenv", "LANG", "C.UTF-8"]
    words += ["--setenv", "MALLOC_ARENA_MAX", "1", "--info-fd", str(info)]
    if "filter" not in left_out:
        words += ["--seccomp", inside.carry(system_call_filter())]
    words += ["--bind", "/", "/", "--tmpfs", "/home"] if "files" in left_out else list(_python_binds())
    words += ["--proc", "/proc", "--dev", "/dev", "--size", str(32 * MEGABYTE), "--tmpfs", "/tmp"]
    words += ["--size", str(4 * MEGABYTE), "--tmpfs", "/dev/shm", "--size", str(16 * MEGABYTE), "--tmpfs", HOME]
    if "files" not in left_out:
        for name, text in ETC.items():
            words += ["--perms", "0444", "--ro-bind-data", inside.carry(text.encode()), f"/etc/{name}"]
    runner, content = runner_inside(RUNNER, interpreter())
    words += ["--perms", "0444", "--ro-bind-data", inside.carry(content), runner]
    words += ["--perms", "0444", "--ro-bind-data", inside.carry(source), f"{HOME}/{module_name}.py"]
    words += [] if {"files", "read-only"} & left_out else ["--remount-ro", "/dev", "--remount-ro", "/"]
    return [*words, "--chdir", HOME]


class Bubble:
    """One submission in its sandbox."""

    def __init__(self, module_name: str, source: bytes, left_out: frozenset[str] = frozenset()) -> None:
        self._limits = {} if "limits" in left_out else LIMITS
        self._module = f"{HOME}/{module_name}.py"
        self._content = (module_name, source, left_out)
        self._open()

    def _open(self) -> None:
        module_name, source, left_out = self._content
        self.nursery: int | None = None
        self._pid_file = -1
        self._group: control_group.Group | None = None
        control, theirs = socket.socketpair()
        told, tells = os.pipe()
        inside = Inside()
        try:
            words = arguments(inside, module_name, source, tells, left_out)
            listed = inside.carry(b"".join(word.encode() + b"\0" for word in words))
            runner, _ = runner_inside(RUNNER, interpreter())
            python = [str(interpreter()), "-I", "-S", "-B", "-X", "utf8", runner, "nursery"]
            stranger = STRANGER if os.getuid() == 0 and "stranger" not in left_out else None
            process = subprocess.Popen(
                [bubblewrap(), "--args", listed, "--", *python, str(theirs.fileno())],
                pass_fds=[*inside.descriptors, theirs.fileno(), tells],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd="/",
                env=None if "environment" in left_out else {},
                user=stranger,
                group=stranger,
                extra_groups=None if stranger is None else [],
            )
        except OSError as problem:
            control.close()
            os.close(told)
            raise NoSandbox("bubblewrap-failed", str(problem)) from problem
        finally:
            inside.close()
            theirs.close()
            os.close(tells)
        self._process = process
        self._line = NurseryLine(control, process)
        try:
            self.nursery = first = _first_process(told)
            self._pid_file = os.pidfd_open(first)
            self._bound(first)
            self._line.order({"do": "preload", "module": self._module, "limits": self._limits})
            self._line.waits(PATIENCE)
        except (NotGraded, ValueError, OSError) as problem:
            self._end()
            complaint = self._complaint()
            raise NoSandbox(cause(complaint), complaint) from problem
        finally:
            os.close(told)

    def _bound(self, first: int) -> None:
        """Puts the first process into a control group, where there is one to be had, and so all that it starts."""
        where = control_group.here()
        if where and not {"limits", "group"} & self._content[2]:
            self._group = control_group.Group(where)
            self._group.take(first)

    def _complaint(self) -> str:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            return stream.read(2000).decode("utf-8", "replace").strip()

    def start(self, *, keyboard: bool) -> StudentProcess:
        """A fresh process with the submitted module, for one check."""
        memory = 0 if {"limits", "processes", "network", "watch"} & self._content[2] else MEMORY
        return self._line.start(
            self._module, HOME, keyboard=keyboard, limits=self._limits, memory=memory, socket_memory=socket_memory()
        )

    def socket(self, family: int, kind: int, protocol: int = 0) -> socket.socket:
        """A socket of the trusted end, in the sandbox's network."""
        return self._line.socket(family, kind, protocol)

    known_hosts: tuple[str, ...] = ("localhost", "alpha.seance", "beta", LONG_NAME)
    looking_up = 0.0
    """All names stand in a file."""

    def resolve(self, function: str, *arguments: Any) -> Any:
        """What the resolver inside says; None when it knows nothing."""
        return self._line.order({"do": "resolve", "function": function, "arguments": list(arguments)})["answer"]

    def mend(self) -> None:
        """Ends the sandbox and makes another."""
        self.close()
        try:
            self._open()
        except NoSandbox as problem:
            raise NotGraded("nursery-broken", error=f"{problem.code} {problem.detail}".strip()) from problem

    def close(self) -> None:
        """Ends everything inside; returns when the last process is gone."""
        self._end()
        assert self._process.stderr is not None
        self._process.stderr.close()

    def _end(self) -> None:
        if self._pid_file != -1:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pid_file, signal.SIGKILL)
            select.select([self._pid_file], [], [], PATIENCE)
            os.close(self._pid_file)
            self._pid_file = -1
        self._process.kill()
        self._line.close()
        if self._group is not None:
            self._group.close()


def _first_process(told: int) -> int:
    """The number of the first process inside, whose end is the end of all; bubblewrap tells it in pieces."""
    text = b""
    while b"}" not in text:
        if not select.select([told], [], [], TO_START)[0]:
            raise ValueError("bubblewrap tells nothing")
        data = os.read(told, 4096)
        if not data:
            raise ValueError("bubblewrap ended")
        text += data
    return int(json.loads(text)["child-pid"])

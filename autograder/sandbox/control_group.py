"""A control group of the kernel around each sandbox, where this user may make one: a bound that nothing slips through.

There are two layouts, one tree of folders for all that is bounded (version 2, cgroup-v2.rst of the Linux kernel) and
one tree for each (version 1). In both, a group is a folder; a process is moved by writing its number there.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

MEMORY = 1024 * 1024 * 1024
"""Bytes for all that runs in a sandbox, with what the kernel holds for it: sockets, pipes, files in memory."""
PROCESSES = 192
"""More than a student may start, and the first process."""

TOGETHER = {"memory.max": MEMORY, "memory.swap.max": 0, "pids.max": PROCESSES}
APART = {
    "memory": {
        "memory.limit_in_bytes": MEMORY,
        "memory.memsw.limit_in_bytes": MEMORY,
        "memory.kmem.tcp.limit_in_bytes": MEMORY // 4,
    },
    "pids": {"pids.max": PROCESSES},
}
"""The files of a group and what is written there; those of which some kernels lack."""
MAY_LACK = {"memory.swap.max", "memory.memsw.limit_in_bytes", "memory.kmem.tcp.limit_in_bytes"}
PREFIX = "autograder"
NUMBERS = itertools.count()


def folders_in(mounts: str, groups: str) -> Iterator[tuple[str, Path, Path]]:
    """Each tree: its controllers (empty for that of version 2), where it is mounted, and this process's folder in it.

    `mounts` is the text of /proc/self/mountinfo, `groups` that of /proc/self/cgroup.
    """
    own = {}
    for line in groups.splitlines():
        _, controllers, path = line.split(":", 2)
        own[controllers] = path
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        root, mounted = before.split()[3:5]
        kind, _, options = after.split()[:3]
        for controllers, path in own.items():
            belongs = kind == "cgroup2" if not controllers else kind == "cgroup" and controllers in options
            if belongs and (path + "/").startswith(root.rstrip("/") + "/"):
                yield controllers, Path(mounted), Path(mounted) / path[len(root.rstrip("/")) :].lstrip("/")


def places(mounts: str, groups: str) -> dict[Path, dict[str, int]]:
    """The folders in which a group is to be made, with the bounds of each; empty when not everything can be bounded."""
    apart: dict[str, Path] = {}
    for controllers, mounted, own in folders_in(mounts, groups):
        if not controllers:
            # where processes are, nothing can be handed on to groups below: it has to be a folder further up
            for folder in (own, *own.parents):
                if not folder.is_relative_to(mounted):
                    break
                if _is_ours(folder) and {"memory", "pids"} <= set(_words(folder / "cgroup.subtree_control")):
                    return {folder: TOGETHER}
        for controller in set(controllers.split(",")) & set(APART):
            if _is_ours(own):
                apart[controller] = own
    if set(apart) != set(APART):
        return {}
    return {folder: APART[controller] for controller, folder in apart.items()}


def _is_ours(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and os.access(folder / "cgroup.procs", os.W_OK)


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []


class Group:
    """A group of its own; `take` moves a process there, with all that it starts from then on. Raises OSError."""

    def __init__(self, where: dict[Path, dict[str, int]]) -> None:
        name = f"{PREFIX}-{os.getpid()}-{next(NUMBERS)}"
        self.folders = [folder / name for folder in where]
        try:
            for folder, bounds in zip(self.folders, where.values(), strict=True):
                folder.mkdir()
                for file, value in bounds.items():
                    if file not in MAY_LACK or (folder / file).exists():
                        (folder / file).write_text(str(value))
        except OSError:
            self.close()
            raise

    def take(self, process: int) -> None:
        """Moves a process there."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(str(process))

    def close(self) -> None:
        """Takes the group away, once nothing runs there any more."""
        for folder in self.folders:
            with contextlib.suppress(OSError):
                folder.rmdir()


@cache
def here() -> dict[Path, dict[str, int]]:
    """The folders in which this process can make a group, tried once; empty when it cannot."""
    try:
        where = places(Path("/proc/self/mountinfo").read_text(), Path("/proc/self/cgroup").read_text())
        sweep(where)
        if where:
            Group(where).close()
    except OSError:
        return {}
    return where


def sweep(where: dict[Path, dict[str, int]]) -> None:
    """Takes away the empty groups of graders that were killed."""
    for folder in where:
        for left in folder.glob(f"{PREFIX}-*-*"):
            with contextlib.suppress(OSError, ValueError):
                if not Path(f"/proc/{int(left.name.split('-')[1])}").exists():
                    left.rmdir()

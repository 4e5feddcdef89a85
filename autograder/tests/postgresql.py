"""A PostgreSQL server of one's own for a test: in a temporary folder, on a Unix socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

INSTALLED = Path("/usr/lib/postgresql")
SECONDS = 60


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(INSTALLED.glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """The address of an empty database. Skips the test where the server's programs are missing."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed: sudo apt install postgresql")
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="pg") as name:
        folder, user = Path(name), None
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            user = next(name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()})
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

        def run(program: str, *words: str) -> None:
            subprocess.run(
                [found / program, "-D", folder / "data", *words],
                user=user,
                cwd=folder,
                check=True,
                timeout=SECONDS,
                stdout=subprocess.DEVNULL,
            )

        run("initdb", "--auth=trust", "--username=teacher", "--no-sync", "--encoding=UTF8")
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "--wait", "--log", str(folder / "log"), "--options", settings, "start")
        try:
            yield f"postgresql://teacher@/postgres?host={folder}"
        finally:
            run("pg_ctl", "--wait", "--mode=immediate", "stop")

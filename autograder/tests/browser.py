"""A person's way through JupyterLab: a server of its own, and pictures to look at."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.course import ROOT

SCREENS = ROOT / "build" / "screens"
"""Where the pictures go that a person may look at afterwards."""
PATIENCE = 60_000
"""Milliseconds for anything to appear: a loaded machine starts a kernel slowly."""


@contextmanager
def jupyter(command: Sequence[str], folder: Path, home: Path, **environment: str) -> Iterator[str]:
    """The address at which a Jupyter server says that it can be opened; it ends with the context.

    All that it would keep in the user's own folders goes to `home`.
    """
    own = {
        f"JUPYTER{name}_DIR": str(home / name.strip("_").lower())
        for name in ("_CONFIG", "_DATA", "_RUNTIME", "LAB_SETTINGS", "LAB_WORKSPACES")
    }
    server = subprocess.Popen(
        [sys.executable, "-m", *command, "--no-browser", "--ServerApp.port=0", "--allow-root"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | own | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output = server.stdout
    assert output is not None
    said: list[str] = []
    try:
        for line in output:
            said.append(line)
            if found := re.search(r"(http://127\.0\.0\.1:(\d+)/\S*token=\S+)", line):
                break
        else:
            pytest.fail("".join(said))
        threading.Thread(target=lambda: said.extend(output), daemon=True).start()
        wait_until_open(int(found[2]))
        yield found[1]
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_until_open(port: int) -> None:
    """Returns when somebody listens there: Jupyter tells its address a moment before. Raises OSError in the end."""
    for _ in range(600):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 30):
            return
        time.sleep(0.05)
    raise ConnectionRefusedError(f"nobody listens on port {port}")


@contextmanager
def picture_of_failure(page: Any) -> Iterator[None]:
    """A picture of the page when what is done in the context fails: what a person would have seen."""
    try:
        yield
    except BaseException:  # a failed assertion, a time-out, Ctrl-C
        picture(page, "failure")
        raise


def picture(page: Any, name: str) -> None:
    """A picture of the page as it stands, once it is painted."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 500)))")
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SCREENS / f"{name}.png"))

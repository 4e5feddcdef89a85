"""What keeps bubblewrap from building a sandbox here, so that one remedy can be named and not a list of them."""

from __future__ import annotations

import re
from pathlib import Path

NAMESPACES = ("kernel/unprivileged_userns_clone", "user/max_user_namespaces")
"""Settings of the kernel that forbid namespaces to ordinary users when they are 0 (Debian's own, and everybody's)."""
CONTAINER = (".dockerenv", "run/.containerenv")
APPARMOR = ("setting up uid map: Permission denied", "RTM_NEWADDR")
"""What bubblewrap says where AppArmor lets it make a namespace and do nothing in it."""
NOT_ALLOWED = re.compile("permi(tted|ssion)", re.IGNORECASE)


def cause(complaint: str, root: Path = Path("/")) -> str:
    """The key of the message that says why bubblewrap failed and what to do, by what it said and by this machine.

    `root` is the folder to look for the settings in.
    """
    restricted = _setting(root / "proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1"
    if restricted or any(sign in complaint for sign in APPARMOR):
        return "bubblewrap-apparmor"
    if any(_setting(root / "proc/sys" / name) == "0" for name in NAMESPACES):
        return "bubblewrap-no-namespaces"
    if NOT_ALLOWED.search(complaint):
        if any((root / name).exists() for name in CONTAINER):
            return "bubblewrap-in-container"
        if _setting(root / "sys/module/apparmor/parameters/enabled") == "Y":
            return "bubblewrap-apparmor"  # a profile of this machine's own, which no setting tells of
    return "bubblewrap-failed"


def _setting(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""

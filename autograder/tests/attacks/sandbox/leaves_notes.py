# cases: 34, 35
# guard: everything
"""Leaves notes wherever it can, for the next submission, and looks for those of others."""
import glob
import mmap
import os
import socket

FOLDERS = ("/tmp", "/dev/shm", "/var/tmp", "/dev/mqueue", ".")
kept = []


def attack(bait):
    found = []
    for folder in FOLDERS:
        for path in glob.glob(f"{folder}/note-{bait['marker']}-*"):
            if not path.endswith("-" + bait["me"]):
                found.append(path)
                os.unlink(path)
        try:
            with open(f"{folder}/note-{bait['marker']}-{bait['me']}", "w") as file:
                file.write("hello")
        except OSError:
            continue
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        sock.bind("\0note-" + bait["marker"])
        kept.append(sock)
    except OSError:
        found.append("an abstract socket")
    return " ".join(found)

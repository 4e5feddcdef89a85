# cases: 36
# guard: files
"""Looks for people of the machine, and for folders that only a machine has."""
import os


def attack(bait):
    with open("/etc/passwd") as file:
        people = [line.partition(":")[0] for line in file]
    strangers = [name for name in people if name not in ("root", "student")]
    folders = [name for name in ("boot", "var", "opt", "mnt", "srv", "sys", "run") if os.path.isdir("/" + name)]
    return " ".join(strangers + folders)

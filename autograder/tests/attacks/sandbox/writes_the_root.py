# cases: 10, 27
# guard: read-only
"""Writes beside its own folders, where nothing bounds how much."""


def attack(bait):
    for path in ("/written", "/etc/hosts", "/usr/written", "/dev/written"):
        try:
            with open(path, "a") as file:
                file.write("x")
            return path
        except OSError:
            continue

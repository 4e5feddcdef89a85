# cases: 21
# destructive
# fact: had not returned after 2 s
"""Stops its own process, so that nothing more ever happens there."""
import os
import signal


def attack(bait):
    os.kill(os.getpid(), signal.SIGSTOP)

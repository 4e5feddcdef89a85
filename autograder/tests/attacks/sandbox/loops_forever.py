# cases: 19
# destructive
# fact: had not returned after 2 s
"""Loops, and ignores every signal that asks it to end."""
import signal


def attack(bait):
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass

# cases: 3
# fools: script
# fact: raised SystemExit: 0
"""Asks Python to end with exit code 0."""
import sys


def receive_all(sock):
    sys.exit(0)

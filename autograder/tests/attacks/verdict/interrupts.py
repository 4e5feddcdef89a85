# cases: 3
# fools: output
# fact: raised KeyboardInterrupt
"""Raises what programs take for Ctrl-C and do not count as a failure."""


def receive_all(sock):
    raise KeyboardInterrupt

# cases: 46, 60
# fools: screen
# fact: raised ValueError
"""Has the terminal of whoever reads show something else than what happened."""


def receive_all(sock):
    raise ValueError("\x1b[2J\x1b[H\x1b]0;passed\x07\x1b]8;;http://example.com\x07wrong\x1b]8;;\x07\rPASSED\x08\u202e\n15 of 15")

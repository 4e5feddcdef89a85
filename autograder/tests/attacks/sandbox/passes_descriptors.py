# cases: 15, 45
# guard: runner self.control.close()
"""Looks for an open socket that it has inherited, over which open files could be passed."""
import os
import socket
import stat


def attack(bait):
    for number in range(3, 512):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                with socket.socket(fileno=os.dup(number)) as sock:
                    if sock.family == socket.AF_UNIX:
                        return f"descriptor {number}"
        except OSError:
            continue

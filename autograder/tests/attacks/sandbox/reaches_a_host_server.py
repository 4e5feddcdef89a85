# cases: 40
# guard: network
# harms: somebody has connected to the listener
"""Connects to a server that listens on the machine's loopback."""
import socket


def attack(bait):
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "127.1.2.3", "::ffff:127.0.0.1", "grader"):
        try:
            with socket.create_connection((host, bait["port"]), 1) as sock:
                return f"connected to {sock.getpeername()}"
        except OSError:
            continue

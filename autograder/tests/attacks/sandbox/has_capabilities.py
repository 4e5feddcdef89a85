# cases: 43
# guard: capabilities filter
"""Does what only an administrator may: a raw socket, another name for the machine."""
import socket


def attack(bait):
    found = []
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
        found.append("a raw socket")
    except OSError:
        pass
    try:
        socket.sethostname("attacked")
        found.append("another name")
    except OSError:
        pass
    return " ".join(found)

# cases: 43
# guard: capabilities
# guard: administrator
"""Holds a right that only an administrator has, or does what only an administrator may."""
import socket


def attack(bait):
    found = []
    with open("/proc/self/status") as file:
        for line in file:
            name, _, value = line.partition(":")
            if name in ("CapEff", "CapPrm") and int(value, 16):
                found.append(line.strip())
    for kind in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.socket(kind, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
            found.append("a raw socket")
        except OSError:
            continue
    try:
        socket.sethostname("attacked")
        found.append("another name")
    except OSError:
        pass
    return " ".join(found)

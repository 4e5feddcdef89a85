# cases: 35
# guard: filter
# may lack: every one of these families
"""Opens sockets of families that no exercise needs: to the host of a virtual machine, to the kernel's ciphers…"""
import socket


def attack(bait):
    found = []
    for family in (38, 40, 15, 17, 21, 24, 29, 30, 31, 42, 43, 44):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET, socket.SOCK_RAW):
            try:
                socket.socket(family, kind).close()
                found.append(str(family))
            except OSError:
                continue
    return " ".join(found)

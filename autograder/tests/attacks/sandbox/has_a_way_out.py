# cases: 40
# guard: network
# may lack: a network besides the loopback
"""Looks for a route to the world (connecting a UDP socket sends nothing) and for another network than the loopback."""
import socket


def attack(bait):
    found = [name for _, name in socket.if_nameindex() if name != "lo"]
    for host in ("192.0.2.1", "169.254.169.254", "8.8.8.8", "224.1.1.1"):
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                sock.connect((host, 53))
                found.append(host)
        except OSError:
            continue
    return " ".join(found)

# cases: 41
# guard: ports
"""Binds the ports that the grader's own sockets have, to answer or to listen in their place."""
import socket

OPEN = ("0A", "01", "07")  # listening, connected, and what UDP has instead


def attack(bait):
    found = []
    for name, kind in (("tcp", socket.SOCK_STREAM), ("udp", socket.SOCK_DGRAM)):
        with open(f"/proc/net/{name}") as file:
            rows = [line.split() for line in file.readlines()[1:]]
        for port in {int(row[1].partition(":")[2], 16) for row in rows if row[3] in OPEN} - {0}:
            for host in ("127.0.0.1", "0.0.0.0"):
                with socket.socket(socket.AF_INET, kind) as sock:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                    try:
                        sock.bind((host, port))
                        if kind == socket.SOCK_STREAM:
                            sock.listen()
                        found.append(f"{name} {host}:{port}")
                    except OSError:
                        continue
    return " ".join(found)

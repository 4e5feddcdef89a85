# cases: 29
# guard: limits
"""Opens more sockets than one program may."""
import socket


def attack(bait):
    held = []
    try:
        for _ in range(800):
            held.append(socket.socket())
        return f"{len(held)} sockets"
    except OSError:
        return None
    finally:
        for sock in held:
            sock.close()

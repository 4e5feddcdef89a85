# cases: 31, 32, 33
# guard: everything
"""Leaves a process behind that no signal but one ends, and that answers in the next check's place."""
import os
import signal
import socket


def name(bait):
    return "\0daemon-" + bait["marker"]


def attack(bait):
    with socket.socket(socket.AF_UNIX) as sock:
        try:
            sock.connect(name(bait))
            return sock.recv(100).decode()
        except OSError:
            pass
    ready, tell = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            serve(bait, tell)
        os._exit(0)
    os.close(tell)
    os.read(ready, 1)


def serve(bait, tell):
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    os.closerange(0, tell)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(name(bait))
        listener.listen()
        listener.settimeout(20)
        os.write(tell, b"x")
        client, _ = listener.accept()
        client.sendall(b"the daemon of an earlier check")
    os._exit(0)

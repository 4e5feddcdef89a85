"""Two hundred pairs of sockets and twenty that are not connected yet, held while somebody may look."""
import socket
import time


def honest():
    held = [sock for _ in range(200) for sock in socket.socketpair()]
    held += [socket.socket() for _ in range(20)]
    for sender in held[0:400:2]:
        sender.sendall(b"ping")
    time.sleep(0.3)
    received = {receiver.recv(100) for receiver in held[1:400:2]}
    for sock in held:
        sock.close()
    return received == {b"ping"}

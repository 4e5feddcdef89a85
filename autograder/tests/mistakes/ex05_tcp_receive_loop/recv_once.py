# expected: recv-once
def receive_all(sock):
    return sock.recv(4096)

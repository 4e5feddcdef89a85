# expected: recv-n-exact
def receive_exactly(sock, size):
    return sock.recv(size)

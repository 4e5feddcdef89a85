# expected: recv-n-exact in receive_exactly_waits_for_the_rest
def receive_exactly(sock, size):
    return sock.recv(size)

# expected: recv-n-exact
def receive_exactly(sock, size):
    data = sock.recv(size)
    if len(data) < size:
        raise EOFError(f"{len(data)} of {size}")
    return data

# expected: recv-n-exact in receive_exactly_waits_for_the_rest
def receive_exactly(sock, size):
    data = sock.recv(size)
    if len(data) < size:
        raise EOFError(f"{len(data)} of {size}")
    return data

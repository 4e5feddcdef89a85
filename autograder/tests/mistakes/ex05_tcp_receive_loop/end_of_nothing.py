# expected: blocking-forever in receive_exactly_of_zero_does_not_wait
def receive_exactly(sock, size):
    data = b""
    while True:
        chunk = sock.recv(size - len(data))
        if not chunk:
            raise EOFError(f"{len(data)} of {size} bytes")
        data += chunk
        if len(data) == size:
            return data

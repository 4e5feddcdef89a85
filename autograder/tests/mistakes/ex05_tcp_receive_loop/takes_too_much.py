# expected: over-read
def receive_exactly(sock, size):
    data = b""
    while len(data) < size:
        chunk = sock.recv(4096)
        if not chunk:
            raise EOFError(f"{len(data)} of {size}")
        data += chunk
    return data[:size]

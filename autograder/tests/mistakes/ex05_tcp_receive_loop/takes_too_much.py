# expected: over-read in receive_exactly_leaves_the_next_bytes
def receive_exactly(sock, size):
    data = b""
    while len(data) < size:
        chunk = sock.recv(4096)
        if not chunk:
            raise EOFError(f"{len(data)} of {size}")
        data += chunk
    return data[:size]

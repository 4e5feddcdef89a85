# expected: over-read in receive_exactly_leaves_the_next_bytes
def receive_exactly(sock, size):
    data = b""
    while len(data) < size:
        chunk = sock.recv(size)
        if not chunk:
            raise EOFError(f"{len(data)} of {size} bytes")
        data += chunk
    return data[:size]

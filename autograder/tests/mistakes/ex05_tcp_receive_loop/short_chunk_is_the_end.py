# expected: short-as-timeout
def receive_all(sock):
    chunks = []
    while True:
        chunk = sock.recv(4096)
        chunks.append(chunk)
        if len(chunk) < 4096:
            return b"".join(chunks)

# expected: short-as-timeout in receive_all_joins_the_pieces
def receive_all(sock):
    chunks = []
    while True:
        chunk = sock.recv(4096)
        chunks.append(chunk)
        if len(chunk) < 4096:
            return b"".join(chunks)

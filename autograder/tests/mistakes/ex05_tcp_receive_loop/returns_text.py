# expected: str-not-bytes in receive_all_returns_a_short_message
def receive_all(sock):
    chunks = []
    while chunk := sock.recv(4096):
        chunks.append(chunk)
    return b"".join(chunks).decode(errors="replace")

# expected: silence-is-end
def receive_all(sock):
    chunks = []
    sock.settimeout(0.1)
    try:
        while chunk := sock.recv(4096):
            chunks.append(chunk)
    except TimeoutError:
        pass
    return b"".join(chunks)

# expected: silence-is-end in receive_all_waits_through_a_silence
def receive_all(sock):
    sock.settimeout(0.5)
    chunks = []
    try:
        while chunk := sock.recv(4096):
            chunks.append(chunk)
    except TimeoutError:
        pass
    return b"".join(chunks)

# expected: silence-is-end in receive_all_waits_through_a_silence
def receive_all(sock):
    sock.settimeout(2)
    data = b""
    while True:
        try:
            chunk = sock.recv(65536)
        except TimeoutError:
            return data
        if not chunk:
            return data
        data += chunk

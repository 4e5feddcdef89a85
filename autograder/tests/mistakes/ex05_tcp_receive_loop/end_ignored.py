# expected: eof-ignored in receive_all_returns_a_short_message
def receive_all(sock):
    data = b""
    while True:
        data += sock.recv(4096)
    return data

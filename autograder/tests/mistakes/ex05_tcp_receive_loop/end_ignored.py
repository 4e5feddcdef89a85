# expected: eof-ignored
def receive_all(sock):
    data = b""
    while True:
        data += sock.recv(4096)
    return data

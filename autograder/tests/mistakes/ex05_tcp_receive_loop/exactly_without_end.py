# expected: eof-ignored in receive_exactly_says_how_much_is_missing
def receive_exactly(sock, size):
    data = b""
    while len(data) < size:
        data += sock.recv(size - len(data))
    return data

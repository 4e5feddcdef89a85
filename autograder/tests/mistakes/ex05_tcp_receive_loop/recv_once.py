# expected: recv-once in receive_all_joins_the_pieces
def receive_all(sock):
    return sock.recv(4096)

# expected: recv-once in request_joins_a_reply_in_pieces
def request(address, message, timeout=5.0):
    with socket.create_connection(address, timeout) as sock:
        sock.sendall(message)
        sock.shutdown(socket.SHUT_WR)
        return sock.recv(1_000_000)

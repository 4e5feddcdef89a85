# expected: wrong-signature in request_joins_a_reply_in_pieces
def request(address, message):
    with socket.create_connection(address) as sock:
        sock.sendall(message)
        sock.shutdown(socket.SHUT_WR)
        return receive_all(sock)

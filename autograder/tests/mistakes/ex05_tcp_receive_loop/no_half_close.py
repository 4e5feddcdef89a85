# expected: no-half-close in request_sends_then_finishes_then_reads
def request(address, message, timeout=5.0):
    with socket.create_connection(address, timeout) as sock:
        sock.sendall(message)
        return receive_all(sock)

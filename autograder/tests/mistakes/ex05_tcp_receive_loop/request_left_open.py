# expected: socket-left-open in request_sends_then_finishes_then_reads
KEPT = []


def request(address, message, timeout=5.0):
    sock = socket.create_connection(address, timeout)
    KEPT.append(sock)
    sock.sendall(message)
    sock.shutdown(socket.SHUT_WR)
    return receive_all(sock)

# expected: client-binds in request_sends_then_finishes_then_reads
def request(address, message, timeout=5.0):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as sock:
        sock.settimeout(timeout)
        sock.bind(address)
        sock.connect(address)
        sock.sendall(message)
        sock.shutdown(socket.SHUT_WR)
        return receive_all(sock)

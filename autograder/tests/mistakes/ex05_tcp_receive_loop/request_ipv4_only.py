# expected: ip-v4-only in request_speaks_ipv6
def request(address, message, timeout=5.0):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.settimeout(timeout)
        sock.connect(address)
        sock.sendall(message)
        sock.shutdown(socket.SHUT_WR)
        return receive_all(sock)

# expected: ip-v4-only in connected_socket_speaks_ipv6
def connected_socket(address, timeout=2.0):
    host, port = address
    if not 0 <= port <= 65535:
        raise ValueError("port")
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout)
        sock.connect((host, port))
    except Exception:
        sock.close()
        raise
    return sock

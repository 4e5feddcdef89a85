# expected: no-tuple in connected_socket_is_connected
def connected_socket(address, timeout=2.0):
    host, port = address
    if not 0 <= port <= 65535:
        raise ValueError("port")
    sock = socket.socket()
    sock.settimeout(timeout)
    sock.connect(host, port)
    return sock

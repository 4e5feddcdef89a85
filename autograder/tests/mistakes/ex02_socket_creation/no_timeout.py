# expected: no-timeout in connected_socket_gives_up
def connected_socket(address, timeout=2.0):
    host, port = address
    if not 0 <= port <= 65535:
        raise ValueError("port")
    return socket.create_connection((host, port))

# expected: port-string in connected_socket_is_connected
def connected_socket(address, timeout=2.0):
    host, port = address
    if not 0 <= int(port) <= 65535:
        raise ValueError("port")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family)
    try:
        sock.settimeout(timeout)
        sock.connect((host, str(port)))
    except Exception:
        sock.close()
        raise
    return sock

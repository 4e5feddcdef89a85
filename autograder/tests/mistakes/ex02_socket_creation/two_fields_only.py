# expected: ip-v4-only
def describe(sock):
    transport = "TCP" if sock.type == socket.SOCK_STREAM else "UDP"
    host, port = sock.getsockname()
    return f"IPv4 {transport} {host}:{port}"

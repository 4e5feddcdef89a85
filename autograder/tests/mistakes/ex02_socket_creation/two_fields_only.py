# expected: ip-v4-only in describe_puts_an_ipv6_address_in_brackets
def describe(sock):
    transport = "TCP" if sock.type == socket.SOCK_STREAM else "UDP"
    host, port = sock.getsockname()
    return f"IPv4 {transport} {host}:{port}"

# expected: unbound-address in describe_names_family_transport_and_address
def describe(sock):
    transport = "TCP" if sock.type == socket.SOCK_STREAM else "UDP"
    family = "IPv6" if sock.family == socket.AF_INET6 else "IPv4"
    host, port = sock.getsockname()[:2]
    if port == 0:
        return f"{family} {transport} unbound"
    return f"{family} {transport} [{host}]:{port}" if family == "IPv6" else f"{family} {transport} {host}:{port}"

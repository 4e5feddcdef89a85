# expected: unknown-name-raises
def ipv4_address(name):
    return socket.gethostbyname(name)

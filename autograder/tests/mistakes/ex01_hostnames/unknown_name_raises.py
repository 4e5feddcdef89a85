# expected: unknown-name-raises in ipv4_address_of_an_unknown_name
def ipv4_address(name):
    return socket.gethostbyname(name)

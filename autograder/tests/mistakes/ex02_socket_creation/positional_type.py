# expected: wrong-socket-type in create_makes_the_socket_asked_for
def create(family="IPv4", transport="TCP"):
    if family not in FAMILIES or transport not in TRANSPORTS:
        raise ValueError("IPv4, IPv6, TCP or UDP")
    if transport == "UDP":
        return socket.socket(socket.SOCK_DGRAM)
    return socket.socket(FAMILIES[family])

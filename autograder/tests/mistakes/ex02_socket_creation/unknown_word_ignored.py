# expected: args-not-checked in create_refuses_other_words
def create(family="IPv4", transport="TCP"):
    return socket.socket(
        FAMILIES.get(family, socket.AF_INET), socket.SOCK_DGRAM if transport == "UDP" else socket.SOCK_STREAM
    )

# expected: args-not-checked in create_refuses_other_words
def create(family="IPv4", transport="TCP"):
    families = {"IPV4": socket.AF_INET, "IPV6": socket.AF_INET6}
    transports = {"TCP": socket.SOCK_STREAM, "UDP": socket.SOCK_DGRAM}
    if family.upper() not in families:
        raise ValueError("the family is IPv4 or IPv6")
    if transport.upper() not in transports:
        raise ValueError("the transport is TCP or UDP")
    return socket.socket(families[family.upper()], transports[transport.upper()])

# expected: ip-v4-only in addresses_of_an_ipv6_address
def addresses(name):
    if not name:
        return []
    try:
        return [("IPv4", address) for address in socket.gethostbyname_ex(name)[2]]
    except (OSError, UnicodeError):
        return []

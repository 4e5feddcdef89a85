# expected: state-kept in addresses_of_an_ipv6_address
def addresses(name, found=[]):
    if name:
        try:
            rows = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return []
        for family, _, _, _, address in rows:
            pair = ("IPv4" if family == socket.AF_INET else "IPv6", address[0])
            if pair not in found:
                found.append(pair)
        return found
    return []

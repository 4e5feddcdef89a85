# expected: not-oserror in addresses_of_an_unknown_name
def addresses(name):
    try:
        answers = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return list(dict.fromkeys((FAMILIES[family], address[0]) for family, _, _, _, address in answers))

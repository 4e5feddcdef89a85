# expected: duplicate-addresses in addresses_of_a_known_name
def addresses(name):
    if not name:
        return []
    try:
        answers = socket.getaddrinfo(name, None)
    except (OSError, UnicodeError):
        return []
    return [(FAMILIES[family], address[0]) for family, _, _, _, address in answers]

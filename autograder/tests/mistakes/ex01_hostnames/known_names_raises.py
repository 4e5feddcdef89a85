# expected: unknown-name-raises in known_names_of_an_unknown_address
def known_names(address):
    name, aliases, _ = socket.gethostbyaddr(address)
    return list(dict.fromkeys([name, *aliases]))

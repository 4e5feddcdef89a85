# expected: unknown-name-raises
def known_names(address):
    name, aliases, _ = socket.gethostbyaddr(address)
    return list(dict.fromkeys([name, *aliases]))

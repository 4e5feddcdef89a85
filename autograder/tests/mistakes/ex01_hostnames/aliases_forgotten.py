# expected: alias-missing in known_names_of_an_address
def known_names(address):
    try:
        return socket.gethostbyaddr(address)[1]
    except (OSError, UnicodeError):
        return []

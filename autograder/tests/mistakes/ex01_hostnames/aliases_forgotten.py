# expected: alias-missing
def known_names(address):
    try:
        return socket.gethostbyaddr(address)[1]
    except (OSError, UnicodeError):
        return []

# expected: empty-name-is-any
def ipv4_address(name):
    try:
        return socket.gethostbyname(name)
    except (OSError, UnicodeError):
        return None

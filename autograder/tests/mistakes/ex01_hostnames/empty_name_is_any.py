# expected: empty-name-is-any in ipv4_address_of_an_impossible_name
def ipv4_address(name):
    try:
        return socket.gethostbyname(name)
    except (OSError, UnicodeError):
        return None

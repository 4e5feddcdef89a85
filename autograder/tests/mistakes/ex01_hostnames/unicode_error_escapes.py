# expected: not-oserror in ipv4_address_of_an_impossible_name
def ipv4_address(name):
    if not name:
        return None
    try:
        return socket.gethostbyname(name)
    except OSError:
        return None

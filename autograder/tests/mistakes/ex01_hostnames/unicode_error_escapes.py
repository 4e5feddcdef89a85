# expected: not-oserror
def ipv4_address(name):
    if not name:
        return None
    try:
        return socket.gethostbyname(name)
    except OSError:
        return None

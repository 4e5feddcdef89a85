# expected: not-oserror
def ipv4_address(name):
    try:
        return socket.gethostbyname(name)
    except OSError:
        return None

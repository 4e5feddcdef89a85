# expected: args-not-checked in ipv4_address_of_an_address
def ipv4_address(name):
    fields = name.split(".")
    if len(fields) == 4 and all(field.isdecimal() for field in fields):
        return name
    try:
        return socket.gethostbyname(name) if name else None
    except (OSError, UnicodeError):
        return None

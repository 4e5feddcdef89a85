# expected: except-too-wide
def probe(address, timeout=1.0):
    try:
        connected_socket(address, timeout).close()
    except Exception:
        return "refused"
    return "open"

# expected: except-too-wide in probe_of_an_unknown_host
def probe(address, timeout=1.0):
    try:
        connected_socket(address, timeout).close()
    except Exception:
        return "refused"
    return "open"

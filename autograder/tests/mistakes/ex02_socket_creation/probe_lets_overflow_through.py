# expected: not-oserror
def probe(address, timeout=1.0):
    try:
        connected_socket(address, timeout).close()
    except socket.gaierror:
        return "unknown host"
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "no answer"
    return "open"

# expected: not-oserror in probe_of_an_impossible_port
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

# expected: no-close in probe_of_an_open_port
OPEN = []


def probe(address, timeout=1.0):
    try:
        OPEN.append(connected_socket(address, timeout))
    except UnicodeError:
        return "unknown host"
    except (ValueError, OverflowError):
        return "invalid port"
    except socket.gaierror:
        return "unknown host"
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "no answer"
    return "open"

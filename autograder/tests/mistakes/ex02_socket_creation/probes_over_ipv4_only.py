# expected: ip-v4-only in probe_speaks_ipv6
def probe(address, timeout=1.0):
    if not 0 <= address[1] <= 65535:
        return "invalid port"
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
            sock.settimeout(timeout)
            sock.connect(address)
            return "open"
    except ConnectionRefusedError:
        return "refused"
    except (socket.gaierror, UnicodeError):
        return "unknown host"
    except OSError:
        return "no answer"

# expected: limit-off-by-one in probe_of_an_impossible_port
right = probe


def probe(address, timeout=1.0):
    return right(address, timeout) if address[1] < 65535 else "invalid port"

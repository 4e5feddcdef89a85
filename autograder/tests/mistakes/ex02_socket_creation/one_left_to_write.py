# expected: not-written in probe_of_an_open_port
def probe(address, timeout=1.0):
    raise NotImplementedError

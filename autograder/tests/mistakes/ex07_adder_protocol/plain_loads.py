# expected: pickle-network
def decode_payload(payload):
    try:
        return _check(pickle.loads(payload))
    except Exception as error:
        raise ValueError("bad payload") from error

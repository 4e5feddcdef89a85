# expected: pickle-network in decode_payload_calls_nothing
def decode_payload(payload):
    try:
        return _check(pickle.loads(payload))
    except Exception as error:
        raise ValueError("bad payload") from error

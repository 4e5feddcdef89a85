# expected: wrong-exception
def decode_payload(payload):
    return _check(_PlainUnpickler(io.BytesIO(payload)).load())

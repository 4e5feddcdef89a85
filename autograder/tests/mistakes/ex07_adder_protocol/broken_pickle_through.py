# expected: wrong-exception in decode_payload_refuses_what_is_no_pickle
def decode_payload(payload):
    return _check(_PlainUnpickler(io.BytesIO(payload)).load())

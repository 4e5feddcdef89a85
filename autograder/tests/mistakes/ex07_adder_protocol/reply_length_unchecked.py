# expected: wrong-exception
def decode_sum(data):
    return SUM.unpack(data)[0]

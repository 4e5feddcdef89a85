# expected: wrong-exception in decode_sum_refuses_another_length
def decode_sum(data):
    return SUM.unpack(data)[0]

# expected: wrong-exception
def encode_sum(total):
    return SUM.pack(total)

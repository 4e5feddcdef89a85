# expected: wrong-exception in encode_sum_refuses_what_does_not_fit
def encode_sum(total):
    return SUM.pack(total)

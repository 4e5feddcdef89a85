# expected: unsigned-overflow in encode_sum_writes_negative_sums
SUM = struct.Struct("!Q")

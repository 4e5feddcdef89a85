# expected: endianness in encode_sum_writes_8_bytes
SUM = struct.Struct("<q")

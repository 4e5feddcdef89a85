# expected: endianness
SUM = struct.Struct("<q")

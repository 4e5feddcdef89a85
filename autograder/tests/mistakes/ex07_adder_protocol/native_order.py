# expected: endianness
SIZE = struct.Struct("I")

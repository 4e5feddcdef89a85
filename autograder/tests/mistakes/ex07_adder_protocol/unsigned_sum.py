# expected: unsigned-overflow
SUM = struct.Struct("!Q")

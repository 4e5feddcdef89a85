# expected: endianness in encode_request_writes_size_and_list
SIZE = struct.Struct("I")

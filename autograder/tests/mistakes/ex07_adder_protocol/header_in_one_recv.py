# expected: header-not-looped in adder_server_reads_a_request_byte_by_byte
class AdderServer(AdderServer):
    def _answer(self, client):
        client.settimeout(3)
        header = client.recv(4)
        if not header:
            raise EOFError
        (size,) = SIZE.unpack(header.ljust(4, b"\0"))
        if size > LARGEST:
            raise ValueError(size)
        client.settimeout(0.1)
        client.sendall(encode_sum(sum(decode_payload(self._receive_exactly(client, size)))))

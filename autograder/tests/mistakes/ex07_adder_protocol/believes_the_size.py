# expected: trust-length in adder_server_refuses_a_size_above_the_limit
class AdderServer(AdderServer):
    def _answer(self, client):
        (size,) = SIZE.unpack(self._receive_exactly(client, SIZE.size))
        payload = self._receive_exactly(client, size)
        if size > LARGEST:
            raise ValueError(size)
        client.sendall(encode_sum(sum(decode_payload(payload))))

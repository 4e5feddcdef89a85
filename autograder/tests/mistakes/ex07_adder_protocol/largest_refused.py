# expected: limit-off-by-one in adder_server_takes_the_largest_payload
class AdderServer(AdderServer):
    def _answer(self, client):
        (size,) = SIZE.unpack(self._receive_exactly(client, SIZE.size))
        if size >= LARGEST:
            raise ValueError("too large")
        self._send(client, encode_sum(sum(decode_payload(self._receive_exactly(client, size)))))

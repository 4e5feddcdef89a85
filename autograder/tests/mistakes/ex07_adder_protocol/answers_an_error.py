# expected: reply-on-error in adder_server_refuses_a_size_above_the_limit
class AdderServer(AdderServer):
    def _answer(self, client):
        (size,) = SIZE.unpack(self._receive_exactly(client, SIZE.size))
        try:
            if size > LARGEST:
                raise ValueError("too long")
            reply = encode_sum(sum(decode_payload(self._receive_exactly(client, size))))
        except ValueError:
            client.sendall(encode_sum(-1))
            raise
        client.sendall(reply)

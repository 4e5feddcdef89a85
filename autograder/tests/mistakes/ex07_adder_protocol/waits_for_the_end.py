# expected: wait-each-other in adder_server_replies_with_the_sum
class AdderServer(AdderServer):
    def _answer(self, client):
        data = b""
        while chunk := self._some(client):
            data += chunk
        if len(data) < 4:
            raise EOFError
        (size,) = SIZE.unpack(data[:4])
        if size > LARGEST or len(data) < 4 + size:
            raise ValueError(size)
        client.sendall(encode_sum(sum(decode_payload(data[4 : 4 + size]))))

    def _some(self, client):
        while not self._stopped:
            try:
                return client.recv(65536)
            except TimeoutError:
                continue
        return b""

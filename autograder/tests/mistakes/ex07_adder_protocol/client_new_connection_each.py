# expected: one-request-per-connection in adder_client_asks_several_sums_over_one_connection
class AdderClient(AdderClient):
    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def add(self, numbers):
        with socket.create_connection(self._address, self._timeout) as sock:
            sock.sendall(encode_request(numbers))
            reply = b""
            while len(reply) < 8:
                chunk = sock.recv(8 - len(reply))
                if not chunk:
                    raise ConnectionError("closed")
                reply += chunk
        return decode_sum(reply)

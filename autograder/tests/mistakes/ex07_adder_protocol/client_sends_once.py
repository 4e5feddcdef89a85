# expected: send-not-all in adder_client_sends_a_long_list
class AdderClient(AdderClient):
    def add(self, numbers: list[int]) -> int:
        """The sum of these numbers, added up by the server."""
        if self._sock is None:
            with self:
                return self.add(numbers)
        request = encode_request(numbers)
        reply = b""
        try:
            self._sock.send(request)
            while len(reply) < SUM.size:
                chunk = self._sock.recv(SUM.size - len(reply))
                if not chunk:
                    raise ConnectionError("the server closed the connection without a reply")
                reply += chunk
        except TimeoutError:
            self._sock.close()  # a reply that comes late must not pass for the next one
            raise
        return decode_sum(reply)

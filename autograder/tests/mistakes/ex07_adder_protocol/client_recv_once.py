# expected: recv-n-exact in adder_client_waits_for_the_whole_reply
class AdderClient(AdderClient):
    def add(self, numbers):
        if self._sock is None:
            with self:
                return self.add(numbers)
        self._sock.sendall(encode_request(numbers))
        reply = self._sock.recv(8)
        if not reply:
            raise ConnectionError("closed")
        return decode_sum(reply)

# expected: recv-n-exact in adder_server_waits_for_the_whole_payload
class AdderServer(AdderServer):
    def _receive_exactly(self, client, size):
        while not self._stopped:
            try:
                data = client.recv(size)
            except TimeoutError:
                continue
            if len(data) < size:
                raise EOFError
            return data
        raise EOFError

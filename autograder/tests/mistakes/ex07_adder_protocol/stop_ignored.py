# expected: stop-ignored in adder_server_stops_while_a_client_is_silent
class AdderServer(AdderServer):
    def _receive_exactly(self, client, size):
        client.settimeout(None)
        data = b""
        while len(data) < size:
            chunk = client.recv(size - len(data))
            if not chunk:
                raise EOFError
            data += chunk
        return data

# expected: stop-ignored
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

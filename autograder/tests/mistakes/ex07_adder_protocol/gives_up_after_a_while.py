# expected: silence-is-end in adder_server_waits_through_a_silence
class AdderServer(AdderServer):
    def _receive_exactly(self, client, size):
        client.settimeout(0.9)
        data = b""
        while len(data) < size:
            chunk = client.recv(size - len(data))
            if not chunk:
                raise EOFError
            data += chunk
        return data

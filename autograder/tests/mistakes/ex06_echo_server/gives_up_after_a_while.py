# expected: silence-is-end in server_waits_through_a_silence
class EchoServer(EchoServer):
    def _receive(self, client):
        client.settimeout(1.2)
        try:
            return client.recv(4096)
        except TimeoutError:
            return b""

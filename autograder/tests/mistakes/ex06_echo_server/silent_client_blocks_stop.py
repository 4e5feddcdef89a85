# expected: stop-ignored
class EchoServer(EchoServer):
    def _receive(self, client):
        client.settimeout(None)
        return client.recv(65536)

# expected: stop-ignored in server_stops_while_a_client_is_silent
class EchoServer(EchoServer):
    def _receive(self, client):
        client.settimeout(None)
        return client.recv(65536)

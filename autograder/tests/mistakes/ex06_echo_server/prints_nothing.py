# expected: message-not-printed
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.1)
        try:
            while chunk := self._receive(client):
                client.sendall(chunk)
        except OSError:
            return

# expected: message-not-printed in server_prints_the_whole_message
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.1)
        try:
            while chunk := self._receive(client):
                client.sendall(chunk)
        except OSError:
            return

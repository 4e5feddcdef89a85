# expected: one-send-one-recv in server_prints_the_whole_message
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.05)
        try:
            while chunk := self._receive(client):
                print(chunk.decode(errors="replace"), flush=True)
                client.settimeout(5.0)
                client.sendall(chunk)
                client.settimeout(0.05)
        except OSError:
            return

# expected: bad-input-kills in server_sends_back_any_bytes
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.1)
        chunks = []
        try:
            while chunk := self._receive(client):
                chunks.append(chunk)
                client.sendall(chunk)
        except OSError:
            return
        print(b"".join(chunks).decode(), flush=True)

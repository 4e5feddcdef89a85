# expected: decode-per-chunk
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.1)
        text = ""
        try:
            while chunk := self._receive(client):
                text += chunk.decode(errors="replace")
                client.sendall(chunk.decode(errors="replace").encode())
        except OSError:
            return
        print(text, flush=True)

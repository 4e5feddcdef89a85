# expected: decode-per-chunk in server_prints_the_whole_message
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.05)
        text = ""
        try:
            while chunk := self._receive(client):
                text += chunk.decode(errors="replace")
                self._send(client, chunk)
        except OSError:
            return
        print(text, flush=True)

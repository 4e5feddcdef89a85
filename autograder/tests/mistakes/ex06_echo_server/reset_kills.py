# expected: peer-gone-crashes in server_survives_a_reset
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.1)
        chunks = []
        while chunk := self._receive(client):
            chunks.append(chunk)
            client.sendall(chunk)
        print(b"".join(chunks).decode(errors="replace"), flush=True)

# expected: send-not-all in server_sends_back_a_long_message
class EchoServer(EchoServer):
    def _receive(self, client):
        while not self._stopped:
            if select.select([client], [], [], 0.05)[0]:
                return client.recv(1024)
        return b""

    def _serve(self, client):
        client.settimeout(None)
        chunks = []
        try:
            while chunk := self._receive(client):
                chunks.append(chunk)
                client.send(chunk)
        except OSError:
            return
        print(b"".join(chunks).decode(errors="replace"), flush=True)

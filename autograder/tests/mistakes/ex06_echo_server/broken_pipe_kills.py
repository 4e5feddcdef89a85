# expected: peer-gone-crashes in server_survives_a_reset
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.05)
        message = b""
        try:
            while chunk := self._receive(client):
                message += chunk
                self._send(client, chunk)
        except ConnectionResetError:
            return
        print(message.decode(errors="replace"), flush=True)

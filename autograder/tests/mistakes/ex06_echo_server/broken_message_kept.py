# expected: state-kept in server_prints_each_message_for_itself
class EchoServer(EchoServer):
    message = b""

    def _serve(self, client):
        client.settimeout(0.05)
        try:
            while chunk := self._receive(client):
                self.message += chunk
                self._send(client, chunk)
        except OSError:
            return
        print(self.message.decode(errors="replace"), flush=True)
        self.message = b""

# expected: recv-once in server_does_not_wait_for_the_end
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.1)
        try:
            chunk = self._receive(client)
            client.settimeout(5)
            client.sendall(chunk)
        except OSError:
            return
        print(chunk.decode(errors="replace"), flush=True)

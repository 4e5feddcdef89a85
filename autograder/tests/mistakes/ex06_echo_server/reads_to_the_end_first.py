# expected: reads-to-end-before-echo in server_does_not_wait_for_the_end
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.1)
        chunks = []
        try:
            while chunk := self._receive(client):
                chunks.append(chunk)
            client.settimeout(5)
            client.sendall(b"".join(chunks))
        except OSError:
            return
        print(b"".join(chunks).decode(errors="replace"), flush=True)

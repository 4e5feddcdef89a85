# expected: serves-one-client in server_serves_the_next_client
class EchoServer(EchoServer):
    def run(self):
        with self._sock:
            while not self._stopped:
                try:
                    client, _ = self._sock.accept()
                except TimeoutError:
                    continue
                with client:
                    self._serve(client)
                return

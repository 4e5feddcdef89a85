# expected: no-close in server_sends_back_what_it_gets
class EchoServer(EchoServer):
    KEPT = []

    def run(self):
        with self._sock:
            while not self._stopped:
                try:
                    client, _ = self._sock.accept()
                except TimeoutError:
                    continue
                self.KEPT.append(client)
                self._serve(client)

# expected: accept-not-unpacked in server_prints_the_whole_message
class EchoServer(EchoServer):
    def run(self):
        with self._sock:
            while not self._stopped:
                try:
                    client = self._sock.accept()
                except TimeoutError:
                    continue
                self._serve(client)

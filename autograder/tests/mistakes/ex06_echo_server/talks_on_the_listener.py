# expected: talk-on-listener in server_sends_back_what_it_gets
class EchoServer(EchoServer):
    def run(self):
        with self._sock:
            while not self._stopped:
                try:
                    client, _ = self._sock.accept()
                except TimeoutError:
                    continue
                data = self._sock.recv(4096)
                self._sock.sendall(data)
                client.close()

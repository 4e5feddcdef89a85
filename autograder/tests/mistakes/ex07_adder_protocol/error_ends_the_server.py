# expected: bad-input-kills in adder_server_refuses_a_size_above_the_limit
class AdderServer(AdderServer):
    def run(self):
        with self._sock:
            while not self._stopped:
                try:
                    client, _ = self._sock.accept()
                except TimeoutError:
                    continue
                with client:
                    client.settimeout(0.1)
                    try:
                        while True:
                            self._answer(client)
                    except EOFError:
                        continue

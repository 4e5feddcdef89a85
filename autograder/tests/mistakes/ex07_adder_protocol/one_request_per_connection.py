# expected: one-request-per-connection in adder_server_answers_several_requests_in_turn
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
                        self._answer(client)
                    except (OSError, EOFError, ValueError):
                        continue

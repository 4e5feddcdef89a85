# expected: thread-left in adder_server_stops_while_a_client_is_silent
import threading
class AdderServer(AdderServer):
    def run(self):
        with self._sock:
            while not self._stopped:
                try:
                    client, _ = self._sock.accept()
                except (TimeoutError, ConnectionError):
                    continue
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()
    def serve(self, client):
        with client:
            try:
                while True:
                    self._answer(client)
            except (OSError, EOFError, ValueError):
                return
    def _receive_exactly(self, client, size):
        data = bytearray()
        while len(data) < size:
            chunk = client.recv(min(size - len(data), 65536))
            if not chunk:
                raise EOFError
            data += chunk
        return bytes(data)

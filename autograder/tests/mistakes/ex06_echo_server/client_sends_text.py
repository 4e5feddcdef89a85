# expected: str-not-bytes in client_sends_then_returns_what_came_back
class EchoClient(EchoClient):
    def run(self, message):
        with socket.create_connection(self._address, self._timeout) as sock:
            sock.sendall(message)
            sock.shutdown(socket.SHUT_WR)
            return sock.recv(65536)

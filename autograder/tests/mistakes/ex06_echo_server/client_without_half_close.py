# expected: no-half-close in client_sends_then_returns_what_came_back
class EchoClient(EchoClient):
    def run(self, message):
        with socket.create_connection(self._address, self._timeout) as sock:
            sock.sendall(message.encode())
            chunks = []
            while chunk := sock.recv(65536):
                chunks.append(chunk)
        return b"".join(chunks).decode()

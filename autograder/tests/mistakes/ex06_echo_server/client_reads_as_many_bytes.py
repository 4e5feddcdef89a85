# expected: bytes-vs-chars in client_joins_the_pieces
class EchoClient(EchoClient):
    def run(self, message):
        came_back = b""
        with socket.create_connection(self._address, self._timeout) as sock:
            sock.sendall(message.encode())
            sock.shutdown(socket.SHUT_WR)
            while len(came_back) < len(message):
                chunk = sock.recv(len(message) - len(came_back))
                if not chunk:
                    break
                came_back += chunk
        return came_back.decode(errors="ignore")

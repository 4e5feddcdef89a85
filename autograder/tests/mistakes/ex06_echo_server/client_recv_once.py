# expected: recv-once in client_joins_the_pieces
class EchoClient(EchoClient):
    def run(self, message):
        with socket.create_connection(self._address, self._timeout) as sock:
            sock.sendall(message.encode())
            sock.shutdown(socket.SHUT_WR)
            return sock.recv(1_000_000).decode()

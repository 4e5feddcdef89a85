# expected: send-all-then-read in client_reads_while_it_sends
class EchoClient(EchoClient):
    def run(self, message):
        with socket.create_connection(self._address, self._timeout) as sock:
            sock.sendall(message.encode())
            sock.shutdown(socket.SHUT_WR)
            chunks = []
            while chunk := sock.recv(65536):
                chunks.append(chunk)
        return b"".join(chunks).decode()

# expected: decode-per-chunk in client_joins_the_pieces
import threading
class EchoClient(EchoClient):
    def run(self, message):
        with socket.create_connection(self._address, self._timeout) as sock:
            sender = threading.Thread(target=self.send, args=(sock, message.encode()))
            sender.start()
            text = ""
            try:
                while chunk := sock.recv(65536):
                    text += chunk.decode()
            finally:
                sender.join()
        return text
    def send(self, sock, data):
        try:
            while data:
                data = data[sock.send(data) :]
            sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass

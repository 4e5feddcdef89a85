# expected: timeout-for-all in client_waits_as_long_as_something_moves
import threading


class EchoClient(EchoClient):
    def run(self, message):
        errors = []

        def send():
            try:
                sock.sendall(message.encode())
                sock.shutdown(socket.SHUT_WR)
            except OSError as error:
                errors.append(error)

        with socket.create_connection(self._address, self._timeout) as sock:
            sender = threading.Thread(target=send)
            sender.start()
            came_back = b""
            while not errors:
                try:
                    chunk = sock.recv(65536)
                except TimeoutError:
                    if not sender.is_alive():
                        raise
                    continue
                if not chunk:
                    break
                came_back += chunk
            sender.join()
        if errors:
            raise errors[0]
        return came_back.decode(errors="replace")

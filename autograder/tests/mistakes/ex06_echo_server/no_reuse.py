# expected: addr-in-use in server_starts_again_on_its_port
class EchoServer(EchoServer):
    def __init__(self, host="127.0.0.1", port=0):
        self._sock = socket.socket()
        try:
            self._sock.bind((host, port))
            self._sock.listen()
        except OSError:
            self._sock.close()
            raise
        self._sock.settimeout(0.1)
        self.address = self._sock.getsockname()
        self._stopped = False

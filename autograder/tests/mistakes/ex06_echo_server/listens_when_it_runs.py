# expected: connect-refused in server_sends_back_what_it_gets
import threading
class EchoServer(EchoServer):
    def __init__(self, host="127.0.0.1", port=0):
        self._sock = socket.socket()
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._sock.bind((host, port))
        self._sock.settimeout(0.05)
        self.address = self._sock.getsockname()
        self._stopped = False

    def run(self):
        while not self._stopped and not hasattr(self, "ready"):
            self.ready = threading.Event().wait(0.5) or True
        self._sock.listen()
        super().run()

# expected: stop-ignored in server_stops_when_told
class EchoServer(EchoServer):
    def __init__(self, host="127.0.0.1", port=0):
        super().__init__(host, port)
        self._sock.settimeout(None)

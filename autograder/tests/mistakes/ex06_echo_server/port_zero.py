# expected: port-zero-kept in server_sends_back_what_it_gets
class EchoServer(EchoServer):
    def __init__(self, host="127.0.0.1", port=0):
        super().__init__(host, port)
        self.address = (host, port)

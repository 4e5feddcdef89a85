# expected: no-timeout in client_gives_up_on_a_silent_server
class EchoClient(EchoClient):
    def __init__(self, address, timeout=5.0):
        super().__init__(address, None)

# expected: send-not-all in server_sends_back_a_long_message
class EchoServer(EchoServer):
    def _send(self, client, data):
        client.send(data)

# cases: 44
# exercise: ex06
# attacks: *
"""A server that never reads, and sends two hundred megabytes."""
import socket
import threading


class EchoServer:
    def __init__(self, host="127.0.0.1", port=0):
        self.server = socket.create_server((host, port))
        self.address = self.server.getsockname()

    def run(self):
        while True:
            client, _ = self.server.accept()
            threading.Thread(target=self.flood, args=(client,), daemon=True).start()

    def flood(self, client):
        for _ in range(200):
            client.sendall(bytes(1_000_000))

    def stop(self):
        pass

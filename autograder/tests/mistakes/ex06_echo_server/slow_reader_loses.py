# expected: send-not-all in server_sends_back_a_long_message
class EchoServer(EchoServer):
    def _serve(self, client):
        client.settimeout(0.3)
        message = b""
        while not self._stopped:
            try:
                chunk = client.recv(4096)
                if not chunk:
                    break
                message += chunk
                client.sendall(chunk)
            except TimeoutError:
                continue
            except OSError:
                return
        print(message.decode(errors="replace"), flush=True)

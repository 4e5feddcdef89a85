# expected: control-characters-printed
class Chat(Chat):
    def _receive(self):
        while self._running:
            try:
                data, _ = self._sock.recvfrom(LARGEST)
            except OSError:
                continue
            print(data.decode(errors="replace"), flush=True)

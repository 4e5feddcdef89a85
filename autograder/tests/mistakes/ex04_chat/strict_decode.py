# expected: bad-input-kills
class Chat(Chat):
    def _receive(self):
        while self._running:
            try:
                data, _ = self._sock.recvfrom(LARGEST)
            except OSError:
                continue
            print("".join(char if char.isprintable() else "?" for char in data.decode()), flush=True)

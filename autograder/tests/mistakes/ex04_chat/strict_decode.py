# expected: bad-input-kills in survives_bytes_that_are_no_text
class Chat(Chat):
    def _receive(self):
        while self._running:
            try:
                data, _ = self._sock.recvfrom(LARGEST)
            except OSError:
                continue
            print("".join(char if char.isprintable() else "?" for char in data.decode()), flush=True)

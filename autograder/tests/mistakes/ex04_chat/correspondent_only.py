# expected: ignores-strangers in prints_whoever_sends
class Chat(Chat):
    def _receive(self):
        while self._running:
            try:
                data, sender = self._sock.recvfrom(LARGEST)
            except OSError:
                continue
            if sender != self._correspondent:
                continue
            text = data.decode(errors="replace")
            print("".join(char if char.isprintable() else "?" for char in text), flush=True)

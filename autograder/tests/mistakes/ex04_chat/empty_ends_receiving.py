# expected: udp-empty-is-eof in survives_an_empty_datagram
class Chat(Chat):
    def _receive(self):
        while self._running:
            try:
                data, _ = self._sock.recvfrom(LARGEST)
            except OSError:
                continue
            if not data:
                break
            text = data.decode(errors="replace")
            print("".join(char if char.isprintable() else "?" for char in text), flush=True)

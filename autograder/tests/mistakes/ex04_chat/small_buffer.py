# expected: udp-small-buffer in prints_the_longest_message_whole
class Chat(Chat):
    def _receive(self):
        while self._running:
            try:
                data, _ = self._sock.recvfrom(1024)
            except OSError:
                continue
            text = data.decode(errors="replace")
            print("".join(char if char.isprintable() else "?" for char in text), flush=True)

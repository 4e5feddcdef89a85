# expected: thread-left in leaves_nothing_behind
class Chat(Chat):
    def run(self, lines=None):
        threading.Thread(target=self._receive).start()
        for line in sys.stdin if lines is None else lines:
            self._obey(line.rstrip("\r\n"))
            if not self._running:
                break

    def _receive(self):
        while True:
            try:
                data, _ = self._sock.recvfrom(LARGEST)
            except OSError:
                continue
            text = data.decode(errors="replace")
            print("".join(char if char.isprintable() else "?" for char in text), flush=True)

# expected: close-wakes-thread in program_ends_when_told_to
class Chat(Chat):
    def run(self, lines=None):
        receiver = threading.Thread(target=self._receive)
        receiver.start()
        for line in sys.stdin if lines is None else lines:
            self._obey(line.rstrip("\r\n"))
            if not self._running:
                break
        self._sock.close()
        self._running = False

    def _receive(self):
        while self._running:
            try:
                data, _ = self._sock.recvfrom(LARGEST)
            except TimeoutError:
                continue
            text = data.decode(errors="replace")
            print("".join(char if char.isprintable() else "?" for char in text), flush=True)

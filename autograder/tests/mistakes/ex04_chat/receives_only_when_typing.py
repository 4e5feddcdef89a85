# expected: blocking-surprise in prints_what_arrives
class Chat(Chat):
    def run(self, lines=None):
        self._sock.settimeout(0.01)
        with self._sock:
            for line in sys.stdin if lines is None else lines:
                self._obey(line.rstrip("\r\n"))
                try:
                    data, _ = self._sock.recvfrom(LARGEST)
                    text = data.decode(errors="replace")
                    print("".join(char if char.isprintable() else "?" for char in text), flush=True)
                except OSError:
                    pass
                if not self._running:
                    break

# expected: stdin-eof in ends_with_its_lines
class Chat(Chat):
    def run(self, lines=None):
        lines = iter(sys.stdin if lines is None else lines)
        receiver = threading.Thread(target=self._receive, daemon=True)
        receiver.start()
        while self._running:
            self._obey(next(lines, "").rstrip("\r\n"))
        receiver.join()
        self._sock.close()

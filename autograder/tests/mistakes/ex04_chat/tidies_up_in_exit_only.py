# expected: thread-left in leaves_nothing_behind_its_lines
class Chat(Chat):
    def run(self, lines=None):
        receiver = threading.Thread(target=self._receive, daemon=True)
        receiver.start()
        for line in sys.stdin if lines is None else lines:
            self._obey(line)
            if not self._running:
                receiver.join()
                self._sock.close()
                return

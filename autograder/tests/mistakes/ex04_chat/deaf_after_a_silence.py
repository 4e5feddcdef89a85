# expected: silence-is-end in hears_after_a_silence
class Chat(Chat):
    def _receive(self):
        self._sock.settimeout(1)
        try:
            while self._running:
                data, _ = self._sock.recvfrom(LARGEST)
                print(data.decode(errors="replace"), flush=True)
        except OSError:
            return

# expected: control-characters-printed in lets_no_control_character_through
class Chat(Chat):
    def _receive(self):
        while self._running:
            try:
                data, _ = self._sock.recvfrom(LARGEST)
            except OSError:
                continue
            print(data.decode(errors="replace"), flush=True)

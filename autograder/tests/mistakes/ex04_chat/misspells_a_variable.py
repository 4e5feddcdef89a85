# expected: unknown-name in prints_what_arrives
class Chat(Chat):
    def _receive(self):
        while self._running:
            try:
                data, sender = self._sock.recvfrom(LARGEST)
            except TimeoutError:
                continue
            print(date.decode(errors="replace"), flush=True)

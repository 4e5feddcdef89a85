# expected: send-before-join-silent
class Chat(Chat):
    def _send(self, argument):
        if not argument:
            raise ValueError("usage: /send TEXT")
        if self._correspondent is not None:
            self._sock.sendto(argument.encode(), self._correspondent)

# expected: spaces-lost in sends_the_spaces_inside_too
class Chat(Chat):
    def _send(self, argument):
        if not argument:
            raise ValueError("usage: /send TEXT")
        if self._correspondent is None:
            raise ValueError("join first")
        self._sock.sendto(" ".join(argument.split()).encode(), self._correspondent)

# expected: send-before-join-silent in reports_a_send_before_join
class Chat(Chat):
    def _send(self, argument):
        if not argument:
            raise ValueError("usage: /send TEXT")
        if self._correspondent is not None:
            self._sock.sendto(argument.encode(), self._correspondent)

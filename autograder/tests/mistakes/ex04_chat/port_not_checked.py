# expected: args-not-checked in reports_a_port_that_is_none
class Chat(Chat):
    def _join(self, argument):
        words = argument.split()
        if len(words) != 2:
            raise ValueError("usage: /join HOST PORT")
        self._correspondent = (socket.gethostbyname(words[0]), int(words[1]))

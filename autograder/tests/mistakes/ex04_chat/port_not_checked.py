# expected: args-not-checked
class Chat(Chat):
    def _join(self, argument):
        words = argument.split()
        if len(words) != 2:
            raise ValueError("usage: /join HOST PORT")
        self._correspondent = (socket.gethostbyname(words[0]), int(words[1]))

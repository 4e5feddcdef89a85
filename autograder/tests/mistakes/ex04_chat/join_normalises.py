# expected: getaddr-reverse in sends_to_the_address_that_was_typed
class Chat(Chat):
    def _join(self, argument):
        words = argument.split()
        if len(words) != 2 or not words[1].isdecimal() or not 1 <= int(words[1]) <= 65535:
            raise ValueError("usage: /join HOST PORT, with a port from 1 to 65535")
        self._correspondent = (socket.gethostbyname(socket.gethostbyaddr(words[0])[0]), int(words[1]))

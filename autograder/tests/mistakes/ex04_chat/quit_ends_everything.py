# expected: quit-is-not-exit
class Chat(Chat):
    def _quit(self, argument):
        self._running = False

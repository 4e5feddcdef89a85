# expected: quit-is-not-exit in leaves_its_correspondent
class Chat(Chat):
    def _quit(self, argument):
        self._running = False

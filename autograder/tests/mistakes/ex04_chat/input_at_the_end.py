# expected: stdin-eof in program_ends_with_its_input
class Chat(Chat):
    def run(self, lines=None):
        super().run(lines if lines is not None else self._typed())

    def _typed(self):
        while True:
            yield input()

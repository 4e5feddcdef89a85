# expected: unknown-command-silent in reports_an_unknown_command
class Chat(Chat):
    def _obey(self, line):
        command, _, argument = line.strip().partition(" ")
        if command in self._commands:
            try:
                self._commands[command](argument.strip())
            except (OSError, ValueError) as error:
                print(error)

# expected: args-not-checked in reports_wrong_arguments
class Chat(Chat):
    def _obey(self, line):
        for command in self._commands:
            if line.startswith(command):
                line = f"{command} {line.removeprefix(command)}"
        super()._obey(line)

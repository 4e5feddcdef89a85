# expected: command-by-beginning in reports_what_only_begins_like_a_command
class Chat(Chat):
    def _obey(self, line):
        for command in self._commands:
            if line.startswith(command):
                line = f"{command} {line.removeprefix(command)}"
        super()._obey(line)

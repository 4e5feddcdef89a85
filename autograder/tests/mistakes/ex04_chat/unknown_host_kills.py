# expected: unknown-name-raises in reports_an_unknown_host
class Chat(Chat):
    def _obey(self, line):
        command, _, argument = line.strip().partition(" ")
        if not command:
            return
        try:
            if command not in self._commands:
                raise ValueError(f"unknown command {command}")
            self._commands[command](argument.strip())
        except ValueError as error:
            print(f"error: {error}", flush=True)

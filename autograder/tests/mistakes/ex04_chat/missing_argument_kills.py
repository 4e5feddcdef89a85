# expected: args-not-checked in reports_wrong_arguments
class Chat(Chat):
    def _join(self, argument):
        host, port = argument.split()
        if not 1 <= int(port) <= 65535:
            raise ValueError("port")
        self._correspondent = (socket.gethostbyname(host), int(port))

    def _obey(self, line):
        command, _, argument = line.strip().partition(" ")
        if not command:
            return
        if command not in self._commands:
            print("unknown command", command, flush=True)
        elif command == "/join":
            self._join(argument)
        else:
            try:
                self._commands[command](argument.strip())
            except (OSError, ValueError) as error:
                print(error, flush=True)

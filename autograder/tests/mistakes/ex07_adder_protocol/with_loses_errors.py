# expected: exception-swallowed in adder_client_tells_when_no_reply_comes
class AdderClient(AdderClient):
    def __exit__(self, *error):
        super().__exit__(*error)
        return True

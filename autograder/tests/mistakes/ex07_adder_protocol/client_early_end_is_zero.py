# expected: exception-swallowed in adder_client_tells_when_no_reply_comes
class AdderClient(AdderClient):
    def add(self, numbers):
        try:
            return super().add(numbers)
        except ConnectionError:
            return 0

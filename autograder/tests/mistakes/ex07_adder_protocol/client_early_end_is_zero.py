# expected: exception-swallowed
class AdderClient(AdderClient):
    def add(self, numbers):
        try:
            return super().add(numbers)
        except ConnectionError:
            return 0

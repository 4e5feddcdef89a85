# expected: no-timeout
class AdderClient(AdderClient):
    def __init__(self, address, timeout=5.0):
        super().__init__(address, None)

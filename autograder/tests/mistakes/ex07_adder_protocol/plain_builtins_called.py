# expected: pickle-network in decode_payload_calls_nothing
class _Harmless(pickle.Unpickler):
    def find_class(self, module, name):
        if module == "builtins" and name in ("int", "list"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed")


def decode_payload(payload):
    try:
        numbers = _Harmless(io.BytesIO(payload)).load()
    except Exception as error:
        raise ValueError("no pickled list of int") from error
    if type(numbers) is not list or any(type(number) is not int for number in numbers):
        raise ValueError("no list of int")
    return numbers

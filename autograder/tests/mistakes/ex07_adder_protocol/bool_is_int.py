# expected: bool-is-int in encode_request_refuses_bool
def _check(numbers):
    if not isinstance(numbers, list) or not all(isinstance(number, int) for number in numbers):
        raise ValueError("a request is a list of int")
    return numbers

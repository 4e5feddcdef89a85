# expected: size-limit-ignored in encode_request_refuses_a_payload_above_the_limit
LARGEST = 2**32

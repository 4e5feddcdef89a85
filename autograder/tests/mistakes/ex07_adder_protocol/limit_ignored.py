# expected: size-limit-ignored
LARGEST = 2**32

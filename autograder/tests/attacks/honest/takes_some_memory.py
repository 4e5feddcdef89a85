"""Three hundred megabytes, in one piece and in many."""


def honest():
    large = bytearray(200_000_000)
    large[::4096] = b"x" * len(large[::4096])
    return len(large) + len([bytes(1000) for _ in range(100_000)]) == 200_100_000

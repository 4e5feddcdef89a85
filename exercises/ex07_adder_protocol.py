"""ex07: the integer adder, a protocol of one's own, version 1.

Request   4 bytes: the size of the payload in bytes (unsigned, big-endian), at most 1,048,576
          then the payload: a pickled list of int
Reply     8 bytes: the sum (signed, big-endian)

One connection may carry several requests, each after the reply to the one before or all in a row. On any error the
server closes the connection without a reply, and serves the next client: a size above the limit, an early end, a
payload that is not a plain list of int, a sum that does not fit in the reply.

A bool is not an int here. An empty list is a list: its sum is 0.
"""


def encode_request(numbers: list[int]) -> bytes:
    """Returns the bytes of a request: size and payload.

    Raises ValueError for what the protocol forbids: something else than a list of int, a payload above the limit.
    """
    raise NotImplementedError


def decode_payload(payload: bytes) -> list[int]:
    """Returns the list that a payload (without its size) holds.

    Imports nothing and calls nothing, whatever the payload asks for: a pickle is a program, and this one comes from a
    stranger. A subclass of pickle.Unpickler whose `find_class` refuses everything is enough. Raises ValueError for
    anything but a plain list of int. Bytes after the end of the pickle may be refused or ignored; a tuple, or a list of
    a subclass, may be refused or converted.
    """
    raise NotImplementedError


def encode_sum(total: int) -> bytes:
    """Returns the bytes of a reply. Raises ValueError for a sum that does not fit, and for a bool."""
    raise NotImplementedError


def decode_sum(data: bytes) -> int:
    """Returns the sum in a reply. Raises ValueError when it does not have 8 bytes."""
    raise NotImplementedError


class AdderServer:
    """Adds the integers that clients send.

    `address` is the (host, port) that it listens at.
    """

    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Binds and listens, so that clients can connect before `run` is called; with port 0 the system chooses one.

        An IPv4 host is enough.
        """
        raise NotImplementedError

    def run(self) -> None:
        """Serves clients until `stop` is called, one at a time or several at once.

        Look at `_stopped` at least once a second, also while a client is connected and silent. When `run` returns,
        every socket is closed.
        """
        raise NotImplementedError

    def stop(self) -> None:  # this method is given
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class AdderClient:
    """Asks an adder server for sums. Inside `with`, several sums share one connection, closed at its end; an
    error inside goes through.

        with AdderClient(address) as adder:
            print(adder.add([1, 2, 3]), adder.add([-5]))

    Outside `with`, `add` may use one connection or one for each sum.
    """

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        """Remembers where the server is; may connect now, at the beginning of `with`, or at the first sum.

        After `timeout` seconds without an answer, a TimeoutError goes through.
        """
        raise NotImplementedError

    def __enter__(self) -> "AdderClient":
        raise NotImplementedError

    def __exit__(self, *_: object) -> None:
        raise NotImplementedError

    def add(self, numbers: list[int]) -> int:
        """Returns the sum of these numbers, as the server says.

        Raises ConnectionError when the server closes or resets the connection without a reply, ValueError for what the
        protocol forbids. A sum that does not fit may be refused here or by the server.
        """
        raise NotImplementedError

"""ex06: an echo server (RFC 862) and its client, over TCP.

Run the server with: python ex06_echo_server.py [PORT]
It says where it listens; Ctrl-C ends it. Without PORT the system chooses one.
"""

import argparse
import sys


class EchoServer:
    """Sends back to each client what it sends.

    `address` is the (host, port) that it listens at.
    """

    _stopped = False

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Binds and listens, so that clients can connect before `run` is called; with port 0 the system chooses one.

        A server that is started again on the port where another has just ended must be able to listen there at once. An
        IPv4 host is enough.
        """
        raise NotImplementedError

    def run(self) -> None:
        """Serves clients until `stop` is called, one at a time (the others wait) or several at once.

        What a client sends goes back to it as it arrives, byte for byte, before the client has finished and however
        slowly it sends or reads. When it has finished, its whole message is printed as text (bytes that are not UTF-8
        are replaced) and its connection is closed. A client that breaks the connection, sends nothing, or sends bytes
        that are not text ends only its own connection; the server goes on.

        Up to you: an empty line or none for a client that sends nothing; what came or nothing for a client that breaks
        the connection; a message with line ends inside on several lines or on one.

        Look at `_stopped` at least once a second, also while a client is connected and silent. When `run` returns,
        every socket is closed.
        """
        raise NotImplementedError

    def stop(self) -> None:  # this method is given
        """Makes `run` return within a second. May be called from any thread, and twice."""
        self._stopped = True


class EchoClient:
    """Sends messages to an echo server."""

    def __init__(self, address: tuple[str, int], timeout: float = 5.0) -> None:
        """Remembers where the server is and how many seconds to wait for it."""
        raise NotImplementedError

    def run(self, message: str) -> str:
        """Connects, sends the message in UTF-8, says that it has finished (half-close), returns what came back, closes.

        A message may have any size: with 10 MB the server's answers fill every buffer on the way unless you read them
        while you send. Raises TimeoutError when nothing moves for `timeout` seconds; other errors go through. The
        connection is closed in each case.
        """
        raise NotImplementedError


if __name__ == "__main__":  # this part is given
    sys.stdout.reconfigure(errors="replace")  # not every terminal can show every character
    parser = argparse.ArgumentParser()
    parser.add_argument("port", metavar="PORT", type=int, nargs="?", default=0)
    try:
        server = EchoServer(port=parser.parse_args().port)
    except (OSError, OverflowError, ValueError) as error:
        parser.error(str(error))
    try:
        print("listening on {}:{}".format(*server.address), flush=True)
        server.run()
    except KeyboardInterrupt:
        server.stop()

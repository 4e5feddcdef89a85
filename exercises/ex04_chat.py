"""ex04: a peer-to-peer chat over UDP. The same program runs everywhere; two of them talk to each other.

Run it with: python ex04_chat.py [PORT [HOST]]
PORT is 5000 and HOST 127.0.0.1 when they are not given; with HOST 0.0.0.0 other machines can reach you.

What the user types, a command a line:

/join HOST PORT   choose a correspondent
/send TEXT        send TEXT to the correspondent as one datagram, in UTF-8; spaces inside TEXT are kept
/quit             leave the correspondent
/exit             end the chat

An empty line does nothing. A mistake prints a line that says what is wrong (on standard output or standard error), and
the chat goes on: an unknown command, an argument that is missing or too many, a port that is no number or outside 1 to
65535, an unknown host, a /send before /join.

What the network brings: each datagram, whoever sent it, is printed at once as one line, while the user types. The line
may name the sender. None of these ends the chat: a datagram that is not UTF-8, an empty one, one of 60,000 bytes, a
correspondent that is gone. Control characters do not reach the terminal: they become "?", U+FFFD or a visible escape.

Up to you: blanks around TEXT; whether a /join that fails keeps the correspondent; whether "+80" is a port; whether
datagrams that still wait at the end are printed; lines of your own, such as a greeting.
"""

import argparse
import sys
from collections.abc import Iterable


class Chat:
    """One user of the chat.

    `address` is the (host, port) that its socket is bound to. A chat is made to be run, once.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 5000) -> None:
        """Makes the UDP socket and binds it; with port 0 the system chooses one. An OSError goes through."""
        raise NotImplementedError

    def run(self, lines: Iterable[str] | None = None) -> None:
        """Obeys the commands in `lines`, by default what is typed at the keyboard, and prints what is received.

        A line may end with a line end or not. Returns after /exit, and at the end of the lines, within 2 seconds; by
        then the socket is closed and no thread is left. The program then ends with exit code 0, without a traceback.
        """
        raise NotImplementedError

    # The lecture has a method for each command; you may do it another way. Only `run` is judged.

    def _join(self, argument: str) -> None:
        """/join HOST PORT"""
        raise NotImplementedError

    def _send(self, argument: str) -> None:
        """/send TEXT; a message of 1 to 60,000 bytes leaves as one datagram."""
        raise NotImplementedError

    def _quit(self, argument: str) -> None:
        """/quit"""
        raise NotImplementedError

    def _exit(self, argument: str) -> None:
        """/exit"""
        raise NotImplementedError

    def _receive(self) -> None:
        """Prints each datagram as it comes; for a thread of its own."""
        raise NotImplementedError


if __name__ == "__main__":  # this part is given
    sys.stdout.reconfigure(errors="replace")  # not every terminal can show every character
    parser = argparse.ArgumentParser()
    parser.add_argument("port", metavar="PORT", type=int, nargs="?", default=5000)
    parser.add_argument("host", metavar="HOST", nargs="?", default="127.0.0.1")
    arguments = parser.parse_args()
    try:
        chat = Chat(arguments.host, arguments.port)
    except (OSError, OverflowError, ValueError) as error:
        parser.error(str(error))
    try:
        chat.run()
    except KeyboardInterrupt:
        pass

# cases: 44
# exercise: ex05
# attacks: receive_all_returns_a_short_message, receive_all_joins_the_pieces
"""Sends as much as it can where it should receive."""


def receive_all(sock):
    while True:
        sock.sendall(bytes(1_000_000))

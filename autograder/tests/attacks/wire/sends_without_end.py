# cases: 44
# exercise: ex05
# attacks: request_sends_then_finishes_then_reads, request_joins_a_reply_in_pieces, request_sends_a_long_message
"""Sends for as long as it can, and reads nothing."""
import socket


def request(address, message, timeout=5.0):
    with socket.create_connection(address) as sock:
        while True:
            sock.sendall(message + bytes(100_000))

# cases: 29, 44
# exercise: ex05
# attacks: request_sends_then_finishes_then_reads, request_joins_a_reply_in_pieces
"""Fills the queue of the server with connections that break, and with others that say nothing."""
import socket
import struct


def request(address, message, timeout=5.0):
    for _ in range(300):
        with socket.socket() as sock:
            sock.settimeout(0.05)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if sock.connect_ex(address):
                break
    held = []
    for _ in range(100):
        sock = socket.socket()
        sock.settimeout(0.05)
        held.append(sock)
        if sock.connect_ex(address):
            break
    return message

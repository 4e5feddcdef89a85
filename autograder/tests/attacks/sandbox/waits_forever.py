# cases: 20
# destructive
# fact: had not returned after 2 s
"""Waits for a client that never comes, while another thread waits for a lock that nobody gives back."""
import socket
import threading


def attack(bait):
    lock = threading.Lock()
    lock.acquire()
    threading.Thread(target=lock.acquire).start()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.accept()

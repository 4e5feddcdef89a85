"""Fifty megabytes over IPv4, over IPv6 and through a pair of sockets, each in both directions at once."""
import socket
import threading

PIECE, COUNT = bytes(1_000_000), 25


def talk(first, second):
    def send(sock):
        for _ in range(COUNT):
            sock.sendall(PIECE)
        sock.shutdown(socket.SHUT_WR)

    senders = [threading.Thread(target=send, args=(sock,)) for sock in (first, second)]
    for sender in senders:
        sender.start()
    totals = [0, 0]

    def receive(number, sock):
        while data := sock.recv(1_000_000):
            totals[number] += len(data)

    readers = [threading.Thread(target=receive, args=pair) for pair in enumerate((first, second))]
    for thread in readers:
        thread.start()
    for thread in senders + readers:
        thread.join()
    first.close()
    second.close()
    return totals == [COUNT * len(PIECE)] * 2


def honest():
    right = [talk(*socket.socketpair())]
    for host, family in (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)):
        with socket.create_server((host, 0), family=family) as server:
            client = socket.create_connection(server.getsockname()[:2])
            right.append(talk(client, server.accept()[0]))
    return all(right)

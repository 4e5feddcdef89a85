"""A server with a thread for each of a hundred clients, all connected at once, each of which has a thread too."""
import socket
import threading


def serve(server, everybody):
    def answer(client):
        with client:
            everybody.wait(10)
            client.sendall(client.recv(100).upper())

    for _ in range(50):
        threading.Thread(target=answer, args=(server.accept()[0],)).start()


def honest():
    everybody = threading.Barrier(50)
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        threading.Thread(target=serve, args=(server, everybody)).start()
        clients = [socket.create_connection(server.getsockname()) for _ in range(50)]
        for number, client in enumerate(clients):
            client.sendall(f"client {number}".encode())
        answers = [client.recv(100) for client in clients]
        for client in clients:
            client.close()
    return answers == [f"CLIENT {number}".encode() for number in range(50)]

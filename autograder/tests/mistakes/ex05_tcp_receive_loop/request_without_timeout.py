# expected: no-timeout in request_gives_up_on_a_silent_server
def request(address, message, timeout=5.0):
    with socket.create_connection(address) as sock:
        sock.sendall(message)
        sock.shutdown(socket.SHUT_WR)
        return receive_all(sock)

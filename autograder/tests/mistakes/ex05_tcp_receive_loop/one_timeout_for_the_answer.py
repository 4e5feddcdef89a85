# expected: timeout-for-all in request_waits_as_long_as_something_comes
import time


def request(address, message, timeout=5.0):
    with socket.create_connection(address, timeout) as sock:
        send_all(sock, message)
        sock.shutdown(socket.SHUT_WR)
        end = time.monotonic() + timeout
        answer = b""
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer takes too long")
            sock.settimeout(left)
            chunk = sock.recv(65536)
            if not chunk:
                return answer
            answer += chunk

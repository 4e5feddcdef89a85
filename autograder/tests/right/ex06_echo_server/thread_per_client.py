"""A thread for each client; stop() closes what is open by shutting it down."""

import select
import socket
import sys
import threading


class EchoServer:
    def __init__(self, host="127.0.0.1", port=0):
        self.listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.listener.bind((host, port))
            self.listener.listen()
        except Exception:
            self.listener.close()
            raise
        self.address = self.listener.getsockname()
        self.stopping = threading.Event()
        self.threads = []

    def run(self):
        while not self.stopping.is_set():
            ready, _, _ = select.select([self.listener], [], [], 0.2)
            if ready:
                conn, _ = self.listener.accept()
                thread = threading.Thread(target=self.handle, args=(conn,))
                thread.start()
                self.threads.append(thread)
        for thread in self.threads:
            thread.join()
        self.listener.close()

    def handle(self, conn):
        message = b""
        with conn:
            conn.settimeout(0.2)
            while not self.stopping.is_set():
                try:
                    data = conn.recv(4096)
                except TimeoutError:
                    continue
                except OSError:
                    return
                if not data:
                    print(message.decode("utf-8", errors="replace"), flush=True)
                    return
                message += data
                view = memoryview(data)
                while view and not self.stopping.is_set():
                    try:
                        view = view[conn.send(view) :]
                    except TimeoutError:
                        continue
                    except OSError:
                        return

    def stop(self):
        self.stopping.set()


class EchoClient:
    def __init__(self, address, timeout=5.0):
        self.address = address
        self.timeout = timeout

    def run(self, message):
        data = message.encode("utf-8")
        with socket.create_connection(self.address, timeout=self.timeout) as sock:
            received = bytearray()
            sock.setblocking(False)
            finished = False
            while True:
                readable, writable, _ = select.select([sock], [] if finished else [sock], [], self.timeout)
                if not readable and not writable:
                    raise TimeoutError("nothing moved")
                if writable:
                    data = data[sock.send(data[:65536]) :] if data else data
                    if not data:
                        sock.shutdown(socket.SHUT_WR)
                        finished = True
                if readable:
                    chunk = sock.recv(65536)
                    if not chunk:
                        return received.decode("utf-8")
                    received += chunk


if __name__ == "__main__":
    server = EchoServer(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print("echo server at", server.address, flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        print("bye")
        server.stop()

"""A web server and a browser of the standard library."""
import http.server
import threading
import urllib.request


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello " * 1000)

    def log_message(self, *_):
        pass


def honest():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        pages = [urllib.request.urlopen(f"http://localhost:{server.server_port}/").read() for _ in range(20)]
        server.shutdown()
    return pages == [b"hello " * 1000] * 20

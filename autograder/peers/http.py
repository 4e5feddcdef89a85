"""A real web server for the student to fetch from: the standard library's, in a thread."""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, cast

from autograder.peers.waiting import Scene
from autograder.shown import first_difference, shown, symptoms_of_difference
from autograder.student.call import Call
from autograder.transcript import Line


class _Noted(io.RawIOBase):
    """A connection as a stream, which notes what passes."""

    def __init__(self, connection: socket.socket, line: Line) -> None:
        self._connection = connection
        self._line = line

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._connection.recv_into(buffer)
        self._line.student("sends" if size else "finishes", memoryview(buffer)[:size])
        return size

    def write(self, data: Any) -> int:
        size = self._connection.send(data)
        self._line.peer("sends", memoryview(data)[:size])
        return size


class _Handler(BaseHTTPRequestHandler):
    server_version = "CourseKit"
    wbufsize = 65_536  # one piece for a small reply: whether two are merged on the way would be luck
    timeout = 5

    def setup(self) -> None:
        super().setup()
        self.line = cast(_Server, self.server).scene.transcript.line("web-server")
        self.line.student("connects")
        self.rfile = io.BufferedReader(_Noted(self.connection, self.line))
        self.wfile = io.BufferedWriter(_Noted(self.connection, self.line), self.wbufsize)

    def finish(self) -> None:
        super().finish()
        self.line.peer("closes")

    def do_GET(self) -> None:  # the name that http.server calls
        page = cast(_Server, self.server).page
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: Any) -> None:
        """Keeps quiet: what the student asks for is theirs."""


class _Server(HTTPServer):
    scene: Scene
    page = b""
    client: socket.socket | None = None

    def process_request(self, request: Any, client_address: Any) -> None:
        self.client = request
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        """Ends the connection that is being served, in the middle of whatever the student sends over it."""
        if self.client is not None:
            with contextlib.suppress(OSError):
                self.client.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_: Any) -> None:
        """Keeps quiet when a student's connection breaks."""


class _Reply(io.BytesIO):
    """Bytes that http.client reads as if a socket gave them."""

    def makefile(self, *_: Any) -> _Reply:
        return self


class WebServer:
    """The server at `address`, which answers `GET /` with what was published."""

    def __init__(self, scene: Scene) -> None:
        listener = scene.place.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        self.address: tuple[str, int] = listener.getsockname()
        self._server = _Server(self.address, _Handler, bind_and_activate=False)
        self._server.scene = scene
        self._server.socket.close()
        self._server.socket = listener
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True)
        self._thread.start()

    def publishes(self, page: bytes) -> bytes:
        """Makes this the page that everybody gets."""
        self._server.page = page
        return page

    def judges(self, call: Call, page: bytes) -> None:
        """The call must return a whole HTTP response that carries the page (RFC 9112)."""
        reply = call.returned()
        if not isinstance(reply, bytes):
            difference = symptoms_of_difference(page, reply)
            raise call.failure("returned-other", *difference, expected=shown(page), got=shown(reply))
        response = http.client.HTTPResponse(cast(socket.socket, _Reply(reply)))
        try:
            response.begin()
            got = response.read()
        except http.client.IncompleteRead as cut:
            got = cut.partial
        except (http.client.HTTPException, OverflowError) as error:
            raise call.failure("not-http", "cut-short", error=shown(str(error)), got=shown(reply)) from error
        if got != page:
            at = first_difference(page, got)
            raise call.failure(
                "returned-other",
                *symptoms_of_difference(page, got),
                expected=shown(page, at),
                got=shown(got, at),
                at=at,
            )

    def release(self) -> None:
        """Stops serving, whoever is still being served."""
        stopper = threading.Thread(target=self._server.shutdown)
        stopper.start()
        while stopper.is_alive():
            self._server.hang_up()
            stopper.join(0.02)
        self._server.server_close()
        self._thread.join(5)

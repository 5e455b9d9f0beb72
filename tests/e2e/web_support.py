"""Plenum's page port, as browsers and attackers meet it: by HTTP, down to single bytes.

Scripts that use this take: BIN plenumd|apart [unittest arguments]. With "apart" the page is served by
plenum-gateway, a process of its own in front of the services; $PLENUM_TEST_GATEWAY is another build of it.
"""

import http.client
import json
import os
import pathlib
import re
import sys
import socket
import struct
import subprocess
import tempfile
import time
import unittest

LONG = 60
GRPC_WEB = "application/grpc-web+proto"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def cookies(self):
        """name -> (value, attributes) of each Set-Cookie."""
        found = {}
        for line in self.headers.get_all("set-cookie") or []:
            pair, _, attributes = line.partition("; ")
            name, _, value = pair.partition("=")
            found[name] = (value, attributes)
        return found

    @property
    def frames(self):
        """(flags, bytes) of each frame of gRPC-Web or Connect."""
        rest, found = self.body, []
        while rest:
            flags, size = struct.unpack(">BI", rest[:5])
            found.append((flags, rest[5:5 + size]))
            rest = rest[5 + size:]
        return found

    @property
    def trailers(self):
        flags, text = self.frames[-1]
        assert flags == 0x80, self.body
        return dict(line.split(": ", 1) for line in text.decode().splitlines())


def frame(message=b""):
    return struct.pack(">BI", 0, len(message)) + message


class PageCase(unittest.TestCase):
    """One server with a page for the tests of a class."""

    BIN = None
    APART = False
    FLAGS = ()  # of plenumd
    PAGE_FLAGS = ()  # of whoever serves the page

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="plenum-web-")
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name)
        cls.start_server()

    @classmethod
    def spawn(cls, program, *flags):
        """Starts a server and waits until it has written its port files."""
        ports = [flag for previous, flag in zip(flags, flags[1:]) if "port-file" in str(previous)]
        for port in ports:
            port.unlink(missing_ok=True)
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        with open(cls.said, "ab") as out, open(cls.root / "log", "ab") as log:
            process = subprocess.Popen([program, *flags], stdout=out, stderr=log, env=clean)
        cls.addClassCleanup(cls.stop, process)
        deadline = time.monotonic() + LONG
        while not all(port.exists() for port in ports):
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((cls.root / "log").read_text())
            time.sleep(0.01)
        return process

    @classmethod
    def start_server(cls):
        cls.said = cls.root / f"out-{time.monotonic_ns()}"
        grpc_port, page_port = cls.root / "port", cls.root / "web-port"
        page = ["--web-listen", "127.0.0.1:0", "--web-port-file", page_port, *cls.PAGE_FLAGS]
        cls.server = cls.spawn(cls.BIN / "plenumd", "--data-dir", cls.root / "data", "--listen",
                               "127.0.0.1:0", "--port-file", grpc_port, *cls.FLAGS,
                               *(["--web-listen="] if cls.APART else page))
        cls.grpc_port = int(grpc_port.read_text())
        cls.page_server = cls.server
        if cls.APART:
            address = f"127.0.0.1:{cls.grpc_port}"
            cls.page_server = cls.spawn(
                os.environ.get("PLENUM_TEST_GATEWAY", cls.BIN / "plenum-gateway"), "serve",
                "--ingestion", address, "--scoring", address, "--deliberation", address, *page)
        cls.port = int(page_port.read_text())

    @staticmethod
    def stop(server):
        """Ends a server, which must end well: a sanitizer's report is an exit code."""
        if server.poll() is None:
            server.terminate()
        code = server.wait(LONG)
        if code != 0:
            raise AssertionError(f"a server ended with {code}")

    @classmethod
    def start_link(cls):
        """The code of the link that was printed, or None."""
        found = re.search(r"https?://\S+/start#(\S+)", cls.said.read_text())
        return found.group(1) if found else None

    def new_connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)

    def ask(self, method, path, body=None, headers=None, host=None):
        connection = self.new_connection()
        self.addCleanup(connection.close)
        headers = dict(headers or {})
        if host:
            headers["host"] = host
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def own_page(self, **headers):
        """Headers that a browser sends for the own page."""
        return {"x-plenum-page": "1", "origin": f"http://127.0.0.1:{self.port}",
                "sec-fetch-site": "same-origin",
                **{name.replace("_", "-"): value for name, value in headers.items()}}

    def post_json(self, path, message, cookie=None, **headers):
        headers = self.own_page(content_type="application/json", **headers)
        if cookie:
            headers["cookie"] = cookie
        return self.ask("POST", path, json.dumps(message), headers)

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), LONG)
        self.addCleanup(connection.close)
        return connection

    def send_bytes(self, *pieces):
        """Sends bytes as they are and returns all that comes back until the server closes."""
        connection = self.connect()
        try:
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            pass  # it was refused before all of it was sent
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
        return answer


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("plenumd", "apart"):
        raise SystemExit(f"usage: {sys.argv[0]} BIN plenumd|apart [unittest arguments]")
    PageCase.BIN = pathlib.Path(sys.argv.pop(1)).resolve()
    PageCase.APART = sys.argv.pop(1) == "apart"
    unittest.main()

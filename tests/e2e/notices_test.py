#!/usr/bin/env python3
"""Webhooks and digests through the real programs, with the example of docs/notices.md.

usage: notices_test.py BIN DOCS [unittest arguments]
"""

import base64
import http.server
import json
import os
import pathlib
import queue
import re
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import unittest

BIN = pathlib.Path()
DOCS = pathlib.Path()
LONG = 30  # seconds; only a failure takes so long


class Target(http.server.ThreadingHTTPServer):
    """Answers calls of webhooks and keeps them."""

    def __init__(self):
        self.status = 200
        self.calls = queue.Queue()
        super().__init__(("127.0.0.1", 0), TargetHandler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class TargetHandler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.calls.put((dict(self.headers.items()), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails by as much of SMTP as one client needs."""

    def __init__(self):
        self.mails = queue.Queue()
        super().__init__(("127.0.0.1", 0), MailHandler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class MailHandler(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 localhost")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self.say("354 go on")
                data = b""
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    data += text
                self.server.mails.put(data.decode("ascii"))
            self.say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


def text_of(mail):
    return base64.b64decode(mail.split("\r\n\r\n", 1)[1]).decode()


def example():
    """The function that the documentation shows."""
    page = (DOCS / "notices.md").read_text(encoding="utf-8")
    names = {}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL).group(1), names)
    return names["verify"]


class Notices(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="plenum-notices-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.target = Target()
        self.addCleanup(self.target.server_close)
        self.addCleanup(self.target.shutdown)
        self.mail = MailServer()
        self.addCleanup(self.mail.server_close)
        self.addCleanup(self.mail.shutdown)

    def start(self, *flags):
        port_file = self.root / "port"
        port_file.unlink(missing_ok=True)
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        with open(self.root / "log", "ab") as log:
            self.server = subprocess.Popen(
                [BIN / "plenumd", "--data-dir", self.root / "data", "--listen", "127.0.0.1:0",
                 "--web-listen=", "--port-file", port_file, "--log-level", "info", *flags],
                stdout=log, stderr=log, env=clean)
        self.addCleanup(self.stop)
        deadline = time.monotonic() + LONG
        while not port_file.exists():
            if self.server.poll() is not None or time.monotonic() > deadline:
                self.fail((self.root / "log").read_text())
            time.sleep(0.01)
        self.address = f"127.0.0.1:{port_file.read_text().strip()}"

    def stop(self):
        if self.server.poll() is None:
            self.server.terminate()
            self.assertEqual(self.server.wait(LONG), 0)

    def plenum(self, person, *arguments, code=0):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        clean.update(XDG_CONFIG_HOME=str(self.root / person), PLENUM_SERVER=self.address)
        done = subprocess.run([BIN / "plenum", *arguments], capture_output=True, text=True,
                              env=clean, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def create(self):
        self.plenum("ana", "deliberation", "create", "What shall we do?", "--as", "Ana")

    def test_a_webhook_from_its_making_to_its_end(self):
        self.start("--allow-private-webhooks")
        self.create()
        self.assertIn("no webhook", self.plenum("ana", "webhook"))
        said = self.plenum("ana", "webhook", "add", self.target.url())
        secret = re.search(r"whsec_\S+", said).group()
        self.assertIn("answered 200", self.plenum("ana", "webhook", "test", "w1"))
        self.plenum("ana", "deliberation", "update", "--title", "What else?")
        verify = example()
        for kind in ("ping", "deliberation_updated"):
            headers, body = self.target.calls.get(timeout=LONG)
            self.assertEqual(json.loads(body)["type"], kind)
            self.assertTrue(verify(secret, headers, body))
            self.assertFalse(verify(secret, headers, body + b" "))
            self.assertFalse(verify(secret, headers, body, now=time.time() + 301))
            self.assertFalse(verify("whsec_" + base64.b64encode(b"x" * 32).decode(), headers, body))
        self.assertNotIn(secret, self.plenum("ana", "webhook", "list", "--json"))

        # What a killed server had not sent is sent by the next one.
        self.target.status = 500
        self.plenum("ana", "deliberation", "update", "--title", "What now?")
        first, _ = self.target.calls.get(timeout=LONG)
        while "answered 500" not in self.plenum("ana", "webhook", "deliveries", "w1"):
            pass
        self.server.kill()
        self.server.wait(LONG)
        self.target.status = 200
        self.start("--allow-private-webhooks")
        self.plenum("ana", "webhook", "resume", "w1")  # at once, in place of some seconds later
        again, body = self.target.calls.get(timeout=LONG)
        self.assertEqual(again["webhook-id"], first["webhook-id"])
        self.assertTrue(verify(secret, again, body))

        sent = self.plenum("ana", "webhook", "deliveries", "w1")
        self.assertIn("deliberation_updated", sent)
        self.assertIn("ping", sent)
        self.assertIn("waits", self.plenum("ana", "webhook", "pause", "w1"))
        self.assertIn("paused", self.plenum("ana", "webhook", "list"))
        self.plenum("ana", "webhook", "remove", "w1", "--yes")
        self.assertIn("no webhook", self.plenum("ana", "webhook", "list"))
        self.assertIn("phase_changed", self.plenum("ana", "webhook", "add", self.target.url(),
                                                   "--kinds", "phases", code=2))
        self.stop()
        log = (self.root / "log").read_text()
        self.assertNotIn(secret, log)
        self.assertNotIn("/hook", log)

    def test_private_targets_are_refused_by_default(self):
        self.start()
        self.create()
        refused = self.plenum("ana", "webhook", "add", self.target.url(), code=1)
        self.assertIn("--allow-private-webhooks", refused)
        self.assertIn("--smtp-url", self.plenum("ana", "digest", "on", "ana@example.org", code=1))
        self.assertTrue(self.target.calls.empty())

    def test_a_digest_from_its_asking_to_its_end(self):
        self.start("--smtp-url", self.mail.url(), "--smtp-from", "plenum@example.org")
        self.create()
        said = self.plenum("ana", "member", "add", "Jo")
        sign_in = re.search(r"plenum login .*?(\S+)\s*$", said, re.MULTILINE).group(1)
        self.plenum("jo", "login", "--server", self.address, sign_in)
        self.plenum("jo", "digest", "show", code=5)
        self.assertIn("code", self.plenum("jo", "digest", "on", "jo@example.org"))
        code = re.search(r"digest confirm (\S+)", text_of(self.mail.mails.get(timeout=LONG)))
        self.plenum("ana", "measure", "add", "Add crisis hotlines")
        self.plenum("ana", "measure", "add", "Harden bases")
        self.plenum("ana", "deliberation", "advance", "voting", "--yes")
        self.assertIn("once a day", self.plenum("jo", "digest", "confirm", code.group(1)))
        mail = text_of(self.mail.mails.get(timeout=LONG))
        self.assertIn("you have not voted", mail)
        self.assertIn("jo@example.org", self.plenum("jo", "digest"))
        self.plenum("jo", "digest", "off")
        self.plenum("jo", "digest", "show", code=5)
        self.stop()
        self.assertNotIn("jo@example.org", (self.root / "log").read_text())


if __name__ == "__main__":
    BIN, DOCS = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])

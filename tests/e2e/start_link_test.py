#!/usr/bin/env python3
"""How a facilitator's browser gets into a plenumd of its own, and what a second plenumd does.

usage: start_link_test.py BIN [unittest arguments]
"""

import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

from gateway_test import GatewayCase, cookie_of
from web_support import LONG, PageCase


class StartLink(GatewayCase):
    def test_from_the_link_to_an_invitation(self):
        self.assertEqual(self.ask("GET", "/session/start", headers=self.own_page()).json,
                         {"creation": "link"})
        refused = self.post_json("/session/create", {"deliberation": {"title": "x"},
                                                     "facilitatorName": "Ana"})
        self.assertEqual((refused.status, refused.json["code"]), (403, "permission_denied"))
        self.assertIn("start-link", refused.json["message"])
        code = self.start_link()
        deliberation, facilitator = self.create()
        self.assertEqual(
            self.ask("GET", "/session/start", headers=self.own_page(cookie=self.started())).json,
            {"creation": "allowed"})
        again = self.post_json("/session/start", {"code": code})
        self.assertEqual((again.status, again.json["code"]), (404, "not_found"))

        issued = self.invite(deliberation, facilitator)
        self.assertTrue(issued["link"].startswith(f"http://127.0.0.1:{self.port}/join#"), issued)
        self.assertEqual(self.post_json("/session/join", {"code": issued["link"]}).status, 200)

    def test_rights_to_create_survive_a_restart(self):
        cookie = self.started()
        self.restart()
        self.assertIsNone(self.start_link(), "a browser has the right already")
        told = self.ask("GET", "/session/start", headers=self.own_page(cookie=cookie))
        self.assertEqual(told.json, {"creation": "allowed"})
        made = subprocess.run([self.BIN / "plenumd", "start-link", "--data-dir", self.root / "data"],
                              capture_output=True, text=True, timeout=LONG, check=True)
        self.assertTrue(made.stdout.startswith(f"http://127.0.0.1:{self.port}/start#"), made.stdout)
        code = made.stdout.strip().split("#")[1]
        self.assertEqual(self.post_json("/session/start", {"code": code}).status, 200)
        self.assertEqual((self.root / "data/start-links").stat().st_mode & 0o777, 0o600)
        self.assertNotIn(code, (self.root / "data/start-links").read_text())

    def test_a_secret_for_creation_is_shown_by_the_gateway(self):
        secret = self.root / "secret"
        secret.write_text("a secret of this server\n")
        type(self).FLAGS = ("--creation-secret-file", secret)
        self.restart()
        deliberation, _ = self.create()
        self.assertTrue(deliberation)
        # Without the link the secret itself is asked for.
        refused = self.post_json("/session/create", {"deliberation": {"title": "x"},
                                                     "facilitatorName": "Ana"},
                                 authorization="Bearer another secret here")
        self.assertEqual(refused.json["code"], "unauthenticated", refused.body)
        shown = self.post_json("/session/create", {"deliberation": {"title": "x"},
                                                   "facilitatorName": "Ana"},
                               authorization="Bearer a secret of this server")
        self.assertEqual(shown.status, 200, shown.body)

    def restart(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(LONG)
        self.start_server()

    def test_a_plenumd_without_a_page_is_asked_for_in_each_way(self):
        (self.root / "config").write_text('web-listen = "none"\n')
        for number, (flags, variables) in enumerate((
                (("--web-listen=",), {}), (("--web-listen", "none"), {}),
                (("--config", self.root / "config"), {}), ((), {"PLENUM_WEB_LISTEN": ""}))):
            port, out = self.root / f"port-{number}", self.root / f"out-{number}"
            with open(out, "wb") as said:
                process = subprocess.Popen(
                    [self.BIN / "plenumd", "--data-dir", self.root / f"data-{number}", "--listen",
                     "127.0.0.1:0", "--port-file", port, *flags], stdout=said, stderr=said,
                    env={**os.environ, **variables})
            self.addCleanup(self.stop, process)
            deadline = time.monotonic() + LONG
            while not port.exists():
                self.assertIsNone(process.poll(), out.read_text())
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.01)
            self.assertNotIn("page", out.read_text(), flags)

    def test_a_port_in_use_is_said(self):
        def start(*flags):
            return subprocess.run(
                [self.BIN / "plenumd", "--data-dir", self.root / "other", "--listen", "127.0.0.1:0",
                 *flags], capture_output=True, text=True, timeout=LONG)
        done = start("--web-listen", f"127.0.0.1:{self.port}")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"port {self.port} for the page is in use", done.stderr)
        self.assertIn("--insecure", start("--web-listen", "0.0.0.0:0").stderr)
        self.assertIn("both or none", start("--web-listen", "127.0.0.1:0", "--web-tls-cert", "x").stderr)
        self.assertIn("--web-allow-origin", start("--web-allow-origin", "https://a/b").stderr)


if __name__ == "__main__":
    PageCase.BIN = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()

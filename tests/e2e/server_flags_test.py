#!/usr/bin/env python3
"""How servers are configured: what they refuse, what they say, and what works.

usage: server_flags_test.py BIN [unittest arguments]
"""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

BIN = pathlib.Path()


class ServerFlags(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="plenum-flags-"))
        self.addCleanup(shutil.rmtree, self.root)

    def environment(self, **extra):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        return {**clean, **extra}

    def refused(self, program, *arguments, code=(1, 2), **variables):
        """Runs a server that must not start, and returns what it says."""
        page = ["--web-listen="] if program == "plenumd" else []
        done = subprocess.run([BIN / program, *map(str, arguments), *page], capture_output=True,
                              text=True, env=self.environment(**variables), timeout=30)
        self.assertIn(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        return done.stderr

    def started(self, program, *arguments, **variables):
        """Starts a server, waits until it serves, and returns its port."""
        port_file = self.root / f"port-{time.monotonic_ns()}"
        process = subprocess.Popen(
            [BIN / program, *map(str, arguments), "--port-file", port_file],
            stdout=subprocess.DEVNULL, stderr=open(self.root / "log", "ab"),
            env=self.environment(**variables))
        self.addCleanup(process.wait, 20)
        self.addCleanup(process.terminate)
        deadline = time.monotonic() + 30
        while not port_file.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                self.fail((self.root / "log").read_text())
            time.sleep(0.01)
        self.process = process
        return int(port_file.read_text())

    def plenumd(self, *arguments, **variables):
        return self.started("plenumd", "--data-dir", self.root / "data", "--listen", "127.0.0.1:0",
                            "--web-listen=", *arguments, **variables)

    def check(self, port, *arguments, **variables):
        return subprocess.run(
            [BIN / "plenum", "server", "check", "--server", f"localhost:{port}", *arguments],
            capture_output=True, text=True, timeout=60,
            env=self.environment(XDG_CONFIG_HOME=str(self.root), **variables))

    def test_help_and_version_end_well(self):
        for program in ("plenumd", "plenum-ingestion", "plenum-scoring", "plenum-deliberation"):
            for flag in ("--help", "--version"):
                done = subprocess.run([BIN / program, flag], capture_output=True, text=True,
                                      env=self.environment(), timeout=30)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(done.stdout)

    def test_mail_is_set_up_as_a_whole(self):
        data = ("--data-dir", self.root / "data")
        url = ("--smtp-url", "smtp://localhost:2525")
        sender = ("--smtp-from", "plenum@example.org")
        self.assertIn("--smtp-url", self.refused("plenumd", *data, *sender))
        self.assertIn("--smtp-from", self.refused("plenumd", *data, *url))
        self.assertIn("--smtp-from", self.refused("plenumd", *data, *url, "--smtp-from", "Plenum"))
        self.assertIn("smtps://",
                      self.refused("plenumd", *data, *sender, "--smtp-url", "http://localhost"))
        self.assertIn("--smtp-password-file",
                      self.refused("plenumd", *data, *url, *sender, "--smtp-user", "u"))
        self.assertIn("cannot be read",
                      self.refused("plenumd", *data, *url, *sender, "--smtp-user", "u",
                                   "--smtp-password-file", self.root / "none"))
        password = self.root / "password"
        password.write_text("short\n")
        self.plenumd(*url, *sender, "--smtp-user", "u", "--smtp-password-file", password,
                     PLENUM_ALLOW_PRIVATE_WEBHOOKS="true")

    def test_what_is_missing_or_unknown_is_named(self):
        data = ("--data-dir", self.root / "data")
        self.assertIn("--data-dir", self.refused("plenumd"))
        self.assertIn("--lisen", self.refused("plenumd", *data, "--lisen", "127.0.0.1:0"))
        self.assertIn("PLENUM_LISTN", self.refused("plenumd", *data, PLENUM_LISTN="127.0.0.1:0"))
        self.assertIn("loud", self.refused("plenumd", *data, "--log-level", "loud"))
        config = self.root / "config"
        config.write_text('lisen = "127.0.0.1:0"\n')
        said = self.refused("plenumd", *data, "--config", config)
        self.assertIn(f'the settings file {config} holds "lisen"', said)
        self.assertIn('write one `name = "value"` a line', said)
        config.write_bytes(b"\x00\xff\x01\x1b[2J")
        said = self.refused("plenumd", *data, "--config", config)
        self.assertIn(f"the settings file {config} holds", said)
        self.assertNotIn("\x1b", said)
        config.write_text('log-level = "loud"\n')
        self.assertIn(str(config), self.refused("plenumd", *data, "--config", config))
        missing = self.root / "nothing-here"
        self.assertIn(f"cannot read the settings file {missing}: No such file",
                      self.refused("plenumd", *data, "--config", missing))
        self.assertIn("it is a folder", self.refused("plenumd", *data, "--config", self.root))
        self.assertIn("subcommand", self.refused("plenum-ingestion", "--database", "sqlite:x"))
        self.assertIn("--deliberation",
                      self.refused("plenum-ingestion", "serve", "--database", "sqlite:x"))

    def test_contradictions_are_refused_with_what_to_do(self):
        data = ("--data-dir", self.root / "data")
        self.assertIn("--insecure", self.refused("plenumd", *data, "--listen", "0.0.0.0:0"))
        self.assertIn("both or none", self.refused("plenumd", *data, "--tls-cert", "x"))
        self.assertIn("--tls-client-ca", self.refused("plenumd", *data, "--tls-client-ca", "x"))
        self.assertIn("HOST:PORT", self.refused("plenumd", *data, "--listen", "7400"))
        self.assertIn("--signing-key", self.refused(
            "plenum-deliberation", "serve", "--database", "postgresql://x@127.0.0.1:1/x",
            "--ingestion", "a:1", "--scoring", "b:1"))
        empty = self.root / "empty"
        empty.write_text("\n")
        self.assertIn("empty", self.refused("plenumd", *data, "--creation-secret-file", empty))
        empty.write_text("hunter2\n")
        self.assertIn("guessed", self.refused("plenumd", *data, "--creation-secret-file", empty))
        self.assertIn("sqlite:", self.refused("plenum-scoring", "serve", "--database", "mysql:x",
                                              "--ingestion", "a:1", "--deliberation", "b:1"))

    def test_a_lost_signing_key_is_not_replaced_in_silence(self):
        port = self.plenumd()
        subprocess.run([BIN / "plenum", "--server", f"127.0.0.1:{port}", "deliberation", "create",
                        "Recalibration", "--as", "Ana"], check=True, capture_output=True,
                       env=self.environment(XDG_CONFIG_HOME=str(self.root)))
        self.process.terminate()
        self.process.wait(20)
        key = self.root / "data" / "signing.pem"
        kept = key.read_bytes()
        key.unlink()
        self.assertIn("backup", self.refused("plenumd", "--data-dir", self.root / "data"))
        key.write_bytes(kept)
        key.chmod(0o600)
        self.plenumd()

    def test_a_check_of_one_service_does_not_pass_for_all(self):
        port = self.started("plenum-ingestion", "serve", "--listen", "127.0.0.1:0", "--database",
                            f"sqlite:{self.root}/ingestion.db", "--deliberation", "127.0.0.1:1")
        done = self.check(port)
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertIn("not serving: scoring, deliberation", done.stderr)

    def test_the_operator_can_give_a_member_a_new_token(self):
        port = self.plenumd()
        person = {"XDG_CONFIG_HOME": str(self.root / "ana"), "PLENUM_SERVER": f"localhost:{port}"}
        run = lambda *words, **more: subprocess.run(
            [BIN / "plenum", *words], capture_output=True, text=True, timeout=60,
            env=self.environment(**person), **more)
        run("deliberation", "create", "What now?", "--as", "Ana")
        member = json.loads(run("whoami", "--json").stdout)["member"]
        refused = self.refused("plenumd", "token", member, "--data-dir", self.root / "data")
        self.assertIn("in use by another plenumd", refused)
        self.process.terminate()
        self.process.wait(20)
        said = self.refused("plenumd", "token", member + "x", "--data-dir", self.root / "data")
        self.assertIn("plenum member list", said)
        done = subprocess.run([BIN / "plenumd", "token", member, "--data-dir", self.root / "data"],
                              capture_output=True, text=True, timeout=30, env=self.environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        person["PLENUM_SERVER"] = f"localhost:{self.plenumd()}"
        person["XDG_CONFIG_HOME"] = str(self.root / "again")
        self.assertIn("You are Ana, facilitator of", run("login", "-", input=done.stdout).stdout)

    def test_this_machine_is_reached_without_a_proxy(self):
        port = self.plenumd()
        for variable in ("http_proxy", "https_proxy", "grpc_proxy"):
            done = self.check(port, **{variable: "http://127.0.0.1:9"})
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_connection_that_cannot_be_is_told_in_our_words_alone(self):
        port = self.plenumd()
        done = self.check(port, "--tls")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertNotIn("ssl_transport", done.stderr)

    def test_a_file_without_an_end_is_read_no_further_than_its_limit(self):
        done = subprocess.run([BIN / "plenum", "extract", "/dev/zero"], capture_output=True,
                              text=True, env=self.environment(), timeout=60)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("larger than", done.stderr)

    def test_closing_wants_a_yes_when_nobody_can_be_asked(self):
        port = self.plenumd()
        environment = self.environment(XDG_CONFIG_HOME=str(self.root),
                                       PLENUM_SERVER=f"127.0.0.1:{port}")

        def plenum(*arguments):
            return subprocess.run([BIN / "plenum", *arguments], capture_output=True, text=True,
                                  env=environment, timeout=60, stdin=subprocess.DEVNULL)

        plenum("deliberation", "create", "Recalibration", "--as", "Ana")
        for title in ("One", "Two"):
            plenum("measure", "add", title)
        self.assertEqual(plenum("deliberation", "advance", "voting", "--yes").returncode, 0)
        done = plenum("deliberation", "advance", "closed")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("--yes", done.stderr)
        self.assertIn("voting", plenum("deliberation", "show").stdout)

    def test_a_port_in_use_is_said(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            said = self.refused("plenumd", "--data-dir", self.root / "data", "--listen",
                                f"127.0.0.1:{port}")
        self.assertIn(f"port {port}", said)
        self.assertIn("in use", said)

    def test_a_database_file_in_use_is_said(self):
        serve = ("serve", "--database", f"sqlite:{self.root / 'scoring.db'}",
                 "--ingestion", "127.0.0.1:1", "--deliberation", "127.0.0.1:1",
                 "--listen", "127.0.0.1:0")
        self.started("plenum-scoring", *serve)
        for verb in ("serve", "migrate"):
            said = self.refused("plenum-scoring", verb, *serve[1:])
            self.assertIn("scoring.db is in use by another server: end that one first", said)
        self.process.kill()
        self.process.wait()
        self.started("plenum-scoring", *serve)

    def test_a_data_folder_that_will_not_do_is_said(self):
        listen = ("--listen", "127.0.0.1:0")
        (self.root / "file").write_text("")
        self.assertIn("cannot be made",
                      self.refused("plenumd", "--data-dir", self.root / "file/x", *listen))
        self.assertIn("cannot be written", self.refused("plenumd", "--data-dir", "/proc/self",
                                                        *listen))
        self.plenumd()
        self.assertIn("in use by another plenumd",
                      self.refused("plenumd", "--data-dir", self.root / "data", *listen))

    def test_data_of_a_newer_version_is_left_alone(self):
        self.plenumd()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        path = self.root / "data/scoring.db"
        with sqlite3.connect(path) as database:
            self.assertEqual(
                database.execute("update plenum_schema set version = 999").rowcount, 1)
        database.close()
        before = path.read_bytes()
        said = self.refused("plenumd", "--data-dir", self.root / "data", "--listen", "127.0.0.1:0")
        self.assertIn("newer", said)
        self.assertEqual(path.read_bytes(), before)

    def test_a_flag_wins_over_a_variable_and_that_over_the_file(self):
        config = self.root / "config"
        config.write_text('log-level = "debug"\nlisten = "127.0.0.1:1"\n')
        # Port 1 is nobody's: it would be refused, or bound where nobody asks.
        port = self.started("plenumd", "--data-dir", self.root / "data", "--config", config,
                            "--web-listen=", PLENUM_LISTEN="127.0.0.1:0")
        self.assertGreater(port, 1)
        self.assertEqual(self.check(port).returncode, 0)

    def test_tls_and_client_certificates(self):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.root)

        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost", "-days", "2")
        cert, key = self.root / "cert.pem", self.root / "key.pem"
        openssl("genpkey", "-algorithm", "ed25519", "-out", "other.pem")
        for bad_cert, bad_key, words in (
                (self.root / "none.pem", key, "none.pem (--tls-cert): No such file"),
                (key, key, "key.pem (--tls-cert) holds no certificate"),
                (cert, cert, "cert.pem (--tls-key) holds no private key"),
                (cert, self.root / "other.pem", "other.pem is not that of the first certificate")):
            self.assertIn(words, self.refused(
                "plenumd", "--data-dir", self.root / "refused", "--listen", "127.0.0.1:0",
                "--tls-cert", bad_cert, "--tls-key", bad_key))
        port = self.plenumd("--tls-cert", cert, "--tls-key", key)
        self.assertEqual(self.check(port, "--ca", str(cert)).returncode, 0)
        self.assertNotEqual(self.check(port).returncode, 0, "plaintext to a TLS port")
        self.process.terminate()
        self.process.wait(20)
        port = self.plenumd("--tls-cert", cert, "--tls-key", key, "--tls-client-ca", cert)
        self.assertNotEqual(self.check(port, "--ca", str(cert)).returncode, 0,
                            "let in without a client certificate")

    def test_metrics_are_served(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            metrics = free.getsockname()[1]
        port = self.plenumd("--metrics-listen", f"127.0.0.1:{metrics}")
        deliberation = subprocess.run(
            [BIN / "plenum", "deliberation", "create", "Title", "--as", "Ana", "--server",
             f"127.0.0.1:{port}"], capture_output=True, text=True, timeout=60,
            env=self.environment(XDG_CONFIG_HOME=str(self.root)))
        self.assertEqual(deliberation.returncode, 0, deliberation.stderr)
        page = urllib.request.urlopen(f"http://127.0.0.1:{metrics}/metrics", timeout=20)
        text = page.read().decode()
        self.assertRegex(text, re.compile(
            r'^plenum_rpc_calls_total\{.*CreateDeliberation.*\} 1$', re.M))
        self.assertRegex(text, re.compile(r"^plenum_log_lines_lost_total 0$", re.M))

    def test_no_token_reaches_the_log(self):
        port = self.plenumd("--log-level", "debug")
        home = self.environment(XDG_CONFIG_HOME=str(self.root), PLENUM_SERVER=f"127.0.0.1:{port}")
        for arguments in (("deliberation", "create", "Title", "--as", "Ana"),
                          ("member", "add", "Ben"), ("member", "list")):
            subprocess.run([BIN / "plenum", *arguments], check=True, capture_output=True,
                           env=home, timeout=60)
        self.process.terminate()
        self.process.wait(20)
        log = (self.root / "log").read_text()
        self.assertIn("CreateMember", log)
        self.assertNotIn("eyJ", log)
        self.assertNotIn("Bearer", log)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BIN = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)

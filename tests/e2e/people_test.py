#!/usr/bin/env python3
"""People come in, stay signed in and are signed out, with the real programs:

    people_test.py BIN_FOLDER
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

BIN = pathlib.Path()


class PeopleTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.secrets = set()

    def environment_of(self, person):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")}
        environment.update(XDG_CONFIG_HOME=str(self.root / person), LC_ALL="C.UTF-8",
                           PLENUM_SERVER=f"127.0.0.1:{self.port}")
        return environment

    def start(self, *flags):
        """plenumd with its log in a file; every secret that the test meets must not be in it."""
        port_file = self.root / "port"
        port_file.unlink(missing_ok=True)
        with open(self.root / "log", "ab") as log:
            self.process = subprocess.Popen(
                [BIN / "plenumd", "--listen", "127.0.0.1:0", "--data-dir", self.root / "data",
                 "--port-file", port_file, "--log-level", "debug", *flags],
                stdout=subprocess.DEVNULL, stderr=log,
                env={k: v for k, v in os.environ.items() if not k.startswith("PLENUM_")})
        self.addCleanup(self.stop)
        while not port_file.exists():
            self.assertIsNone(self.process.poll(), "plenumd ended")
            time.sleep(0.02)
        self.port = int(port_file.read_text())

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def check_log(self):
        self.stop()
        log = (self.root / "log").read_text()
        self.assertIn("RefreshToken", log)
        self.assertGreater(len(self.secrets), 3)
        for secret in self.secrets | {"eyJ", "plr_", "Bearer"}:
            self.assertNotIn(secret, log)

    def plenum(self, person, *arguments, code=0, stdin=""):
        done = subprocess.run([BIN / "plenum", *arguments], input=stdin, capture_output=True,
                              text=True, env=self.environment_of(person), timeout=120)
        self.assertEqual(done.returncode, code,
                         f"plenum {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        self.remember(person)
        return done.stderr if code else done.stdout

    def json_of(self, person, *arguments, **options):
        return json.loads(self.plenum(person, *arguments, "--json", **options))

    def profiles(self, person):
        file = self.root / person / "plenum/credentials.json"
        return json.loads(file.read_text())["profiles"] if file.exists() else []

    def remember(self, person):
        for profile in self.profiles(person):
            self.secrets |= {profile["token"], profile["refresh_token"]} - {""}

    def test_programs_that_run_at_once_share_one_sign_in(self):
        self.start("--token-minutes", "1")  # which each call finds about to end
        self.plenum("ana", "deliberation", "create", "What now?", "--as", "Ana")
        first = self.profiles("ana")[0]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: self.plenum("ana", "turnout"), range(24)))
        last = self.profiles("ana")[0]
        self.assertNotEqual(first["refresh_token"], last["refresh_token"])
        self.plenum("ana", "whoami")
        # A copy of what was there at first is known as one, and ends all.
        thief = self.root / "thief/plenum"
        thief.mkdir(parents=True, mode=0o700)
        copy = {"version": 1, "current": first["member"],
                "profiles": [dict(first, refresh_request="x" * 31)]}
        (thief / "credentials.json").write_text(json.dumps(copy))
        (thief / "credentials.json").chmod(0o600)
        self.assertIn("used before", self.plenum("thief", "whoami", code=4))
        self.assertIn("sign-in", self.plenum("ana", "whoami", code=4))
        self.check_log()

    def test_a_sign_in_is_handed_over_ended_and_given_anew(self):
        self.start()
        self.plenum("ana", "deliberation", "create", "What now?", "--as", "Ana")
        said = self.plenum("ana", "member", "add", "Ben")
        line = next(word for word in said.split() if word.startswith("plr_"))
        self.secrets.add(line)
        self.assertIn("You are Ben", self.plenum("ben", "login", "-", stdin=line + "\n"))
        self.assertIn("used already", self.plenum("other", "login", line, code=4))
        self.plenum("ben", "whoami")
        self.plenum("ana", "member", "revoke", "Ben")
        self.plenum("ben", "whoami", code=4)
        again = self.json_of("ana", "member", "token", "Ben")["signIn"]["refreshToken"]
        self.secrets.add(again)
        self.plenum("ben", "login", again)
        self.plenum("ben", "signout")
        self.assertEqual(self.profiles("ben"), [])
        self.plenum("ben", "whoami", code=4)
        member = self.json_of("ana", "whoami")["member"]
        self.stop()
        done = subprocess.run(
            [BIN / "plenumd", "token", member.split("/members")[0], "--data-dir",
             self.root / "data"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(member + "  Ana", done.stderr)
        self.check_log()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BIN = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
